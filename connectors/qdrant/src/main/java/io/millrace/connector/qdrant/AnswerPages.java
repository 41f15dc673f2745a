package io.millrace.connector.qdrant;

import io.millrace.answer.kept.KeptAnswer;
import io.qdrant.client.ConditionFactory;
import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.PointsGrpc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Kept answers that pass a filter, by Qdrant's scroll. Their order is made here, of small pages: to scroll by a field's
 * order would leave it open how points of one value are ordered, and the embedded store doesn't know it.
 */
final class AnswerPages {
    static final Comparator<KeptAnswer> BY_TIME =
            Comparator.comparing(KeptAnswer::keptAt).thenComparing(KeptAnswer::requestId);

    private final QdrantConnection connection;
    private final String collection;
    private final int page;

    /** Where an answer stands among others. */
    private record Place(PointId id, long keptAt, String requestId) {
        static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::keptAt).thenComparing(Place::requestId);
    }

    AnswerPages(QdrantConnection connection, String collection, int page) {
        this.connection = connection;
        this.collection = collection;
        this.page = page;
    }

    /** Some that pass, in no order; without those that can't be read. */
    CompletableFuture<List<KeptAnswer>> whole(Filter filter, int limit) {
        ScrollPoints request = ScrollPoints.newBuilder()
                .setCollectionName(collection)
                .setFilter(filter)
                .setWithPayload(WithPayloadSelectorFactory.enable(true))
                .setLimit(limit)
                .build();
        return connection
                .call(Action.READ, PointsGrpc.getScrollMethod(), request)
                .thenApply(response -> response.getResultList().stream()
                        .map(point -> AnswerPoint.read(point.getId(), point.getPayloadMap()))
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** The newest that pass, in no order: where each stands is read first, and then the texts of these alone. */
    CompletableFuture<List<KeptAnswer>> newest(Filter filter, int limit) {
        List<Place> places = new ArrayList<>();
        return all(filter, List.of(AnswerPoint.KEPT_AT, AnswerPoint.REQUEST_ID), point -> {
                    var payload = point.getPayloadMap();
                    places.add(new Place(point.getId(), AnswerPoint.keptAt(payload), AnswerPoint.requestId(payload)));
                })
                .thenCompose(done -> {
                    if (places.isEmpty()) {
                        return CompletableFuture.completedFuture(List.of());
                    }
                    places.sort(Place.ORDER.reversed());
                    List<PointId> newest =
                            places.stream().limit(limit).map(Place::id).toList();
                    // Through the filter again: it says whose answers these are.
                    return whole(
                            filter.toBuilder()
                                    .addMust(ConditionFactory.hasId(newest))
                                    .build(),
                            newest.size());
                });
    }

    CompletableFuture<Long> tokens(Filter filter) {
        AtomicLong sum = new AtomicLong();
        return all(
                        filter,
                        List.of(AnswerPoint.TOKENS),
                        point -> sum.addAndGet(AnswerPoint.tokens(point.getPayloadMap())))
                .thenApply(done -> sum.get());
    }

    private CompletableFuture<Void> all(Filter filter, List<String> fields, Consumer<RetrievedPoint> points) {
        return all(
                ScrollPoints.newBuilder()
                        .setCollectionName(collection)
                        .setFilter(filter)
                        .setWithPayload(WithPayloadSelectorFactory.include(fields))
                        .setLimit(page)
                        .build(),
                points);
    }

    private CompletableFuture<Void> all(ScrollPoints request, Consumer<RetrievedPoint> points) {
        return connection
                .call(Action.READ, PointsGrpc.getScrollMethod(), request)
                .thenCompose(response -> {
                    response.getResultList().forEach(points);
                    return response.hasNextPageOffset()
                            ? all(
                                    request.toBuilder()
                                            .setOffset(response.getNextPageOffset())
                                            .build(),
                                    points)
                            : CompletableFuture.completedFuture(null);
                });
    }
}

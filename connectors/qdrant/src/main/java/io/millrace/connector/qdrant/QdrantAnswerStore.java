package io.millrace.connector.qdrant;

import io.millrace.answer.kept.AnswerStore;
import io.millrace.answer.kept.Conversation;
import io.millrace.answer.kept.KeptAnswer;
import io.millrace.answer.kept.SimilarAnswer;
import io.millrace.answer.kept.Turn;
import io.millrace.embed.Vector;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.TransientException;
import io.qdrant.client.ConditionFactory;
import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.PointsOperationResponse;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.Points.UpsertPoints;
import io.qdrant.client.grpc.Points.VectorInput;
import io.qdrant.client.grpc.Points.WriteOrdering;
import io.qdrant.client.grpc.Points.WriteOrderingType;
import io.qdrant.client.grpc.PointsGrpc;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Kept answers in a Qdrant collection of their own, a point each. Calls are never retried here; {@link #turns} makes two
 * or more, {@link #tokens} one for some thousands of answers, the others one, and each ends within the settings'
 * timeout. Futures complete on gRPC's threads.
 *
 * <p>Whose an answer is, is asked for in every filter, and looked at again in every answer that comes.
 */
public final class QdrantAnswerStore implements AnswerStore {
    /** Points of a page that come with a field or two each. */
    private static final int PAGE = 5_000;

    private final QdrantConnection connection;
    private final String collection;
    private final AnswerCollection setup;
    private final AnswerPages pages;

    private QdrantAnswerStore(QdrantSettings settings, String collection, int page) {
        this.connection = new QdrantConnection(settings, collection);
        this.collection = collection;
        this.setup = new AnswerCollection(connection, collection);
        this.pages = new AnswerPages(connection, collection, page);
    }

    /** Opens the store without calling Qdrant yet. */
    public static QdrantAnswerStore open(QdrantSettings settings, String collection) {
        return open(settings, collection, PAGE);
    }

    /** As {@link #open(QdrantSettings, String)}, with pages of so many points. */
    static QdrantAnswerStore open(QdrantSettings settings, String collection, int page) {
        return new QdrantAnswerStore(settings, collection, page);
    }

    @Override
    public void ensure(VectorSpace questions) {
        setup.ensure(questions);
    }

    @Override
    public CompletableFuture<@Nullable KeptAnswer> find(@Nullable String tenant, String requestId, String fingerprint) {
        Filter filter = AnswerFilters.of(tenant)
                .addMust(ConditionFactory.hasId(AnswerPoint.id(tenant, requestId, fingerprint)))
                .build();
        return named(pages.whole(filter, 1)
                .thenApply(found -> found.stream()
                        .filter(kept -> Objects.equals(kept.tenant(), tenant)
                                && kept.requestId().equals(requestId)
                                && kept.fingerprint().equals(fingerprint))
                        .findFirst()
                        .orElse(null)));
    }

    @Override
    public CompletableFuture<Void> keep(KeptAnswer answer, @Nullable Vector question) {
        UpsertPoints request = UpsertPoints.newBuilder()
                .setCollectionName(collection)
                .setWait(true)
                .setOrdering(ordering())
                .addPoints(AnswerPoint.write(answer, question))
                .build();
        return named(connection
                .call(Action.WRITE, PointsGrpc.getUpsertMethod(), request)
                .thenAccept(this::checkCompleted));
    }

    @Override
    public CompletableFuture<List<Turn>> turns(Conversation conversation, Instant since, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a conversation is asked for one turn at least, got " + limit);
        }
        Filter filter = AnswerFilters.of(conversation.tenant())
                .addMust(ConditionFactory.matchKeyword(AnswerPoint.CONVERSATION, conversation.id()))
                .addMust(AnswerFilters.since(since))
                .build();
        return named(pages.newest(filter, limit)
                .thenApply(found -> found.stream()
                        .filter(kept -> Objects.equals(kept.tenant(), conversation.tenant())
                                && conversation.id().equals(kept.conversation()))
                        .sorted(AnswerPages.BY_TIME)
                        .map(KeptAnswer::turn)
                        .toList()));
    }

    @Override
    public CompletableFuture<@Nullable SimilarAnswer> similar(
            Vector question, @Nullable String tenant, String scope, double minSimilarity, Instant since) {
        QueryPoints request = QueryPoints.newBuilder()
                .setCollectionName(collection)
                .setQuery(Query.newBuilder().setNearest(VectorInput.newBuilder().setDense(ChunkPoints.dense(question))))
                .setUsing(VectorName.DENSE.name())
                .setFilter(AnswerFilters.of(tenant)
                        .addMust(ConditionFactory.matchKeyword(AnswerPoint.SCOPE, scope))
                        .addMust(ConditionFactory.match(AnswerPoint.REUSABLE, true))
                        .addMust(AnswerFilters.since(since)))
                // Qdrant leaves out a score that only equals the threshold.
                .setScoreThreshold(Math.nextDown((float) minSimilarity))
                .setLimit(1)
                .setWithPayload(WithPayloadSelectorFactory.enable(true))
                .build();
        return named(connection
                .call(Action.SEARCH, PointsGrpc.getQueryMethod(), request)
                .thenApply(response -> response.getResultList().stream()
                        .map(point -> {
                            KeptAnswer kept = AnswerPoint.read(point.getId(), point.getPayloadMap());
                            return kept == null ? null : new SimilarAnswer(kept, point.getScore());
                        })
                        .filter(similar -> similar != null
                                && Objects.equals(similar.kept().tenant(), tenant)
                                && similar.kept().scope().equals(scope))
                        .findFirst()
                        .orElse(null)));
    }

    @Override
    public CompletableFuture<Long> tokens(@Nullable String tenant, Instant from, Instant until) {
        Filter filter = AnswerFilters.of(tenant)
                .addMust(AnswerFilters.since(from))
                .addMust(AnswerFilters.before(until))
                .build();
        return named(pages.tokens(filter));
    }

    @Override
    public CompletableFuture<Void> forget(Instant before) {
        DeletePoints request = DeletePoints.newBuilder()
                .setCollectionName(collection)
                .setWait(true)
                .setOrdering(ordering())
                .setPoints(PointsSelector.newBuilder()
                        .setFilter(Filter.newBuilder().addMust(AnswerFilters.before(before))))
                .build();
        return named(connection
                .call(Action.WRITE, PointsGrpc.getDeleteMethod(), request)
                .thenAccept(this::checkCompleted));
    }

    @Override
    public void close() {
        connection.close();
    }

    private static WriteOrdering ordering() {
        // By a fixed replica: two writes of one answer can't pass each other. Of no cost with one replica.
        return WriteOrdering.newBuilder().setType(WriteOrderingType.Medium).build();
    }

    /** Qdrant answers OK too when it stopped waiting for a write; it is then neither durable nor seen. */
    private void checkCompleted(PointsOperationResponse response) {
        if (response.getResult().getStatus() != UpdateStatus.Completed) {
            throw new TransientException(
                    "write-unfinished",
                    "Qdrant answered before a write to collection '%s' was complete: status %s"
                            .formatted(collection, response.getResult().getStatus()),
                    null);
        }
    }

    private <T extends @Nullable Object> CompletableFuture<T> named(CompletableFuture<T> call) {
        return call.exceptionallyCompose(failure -> CompletableFuture.failedFuture(setup.named(failure)));
    }
}

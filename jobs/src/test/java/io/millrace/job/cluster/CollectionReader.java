package io.millrace.job.cluster;

import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.WithVectorsSelectorFactory;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import io.qdrant.client.grpc.Points.VectorsOutput;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** A collection as Qdrant's own client reads it. Safe for use by many threads. */
final class CollectionReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PAGE = 1000;

    private final QdrantClient client;
    private final String name;

    CollectionReader(int port, String name) {
        this.client = new QdrantClient(
                QdrantGrpcClient.newBuilder("127.0.0.1", port, false).build());
        this.name = name;
    }

    /**
     * A point.
     *
     * @param payload without {@code ingestedAt}, which no two runs share
     */
    record Point(Map<String, Value> payload, List<Float> vector) {
        String documentId() {
            return payload.getOrDefault("documentId", Value.getDefaultInstance())
                    .getStringValue();
        }
    }

    boolean exists() {
        return answer(client.collectionExistsAsync(name));
    }

    /** The number of points. */
    long count() {
        return answer(client.countAsync(name));
    }

    /** Returns when there are at least so many points. */
    void awaitCount(long least) {
        Await.until(PATIENCE, () -> "%s with %d points: %d".formatted(name, least, count()), () -> count() >= least);
    }

    /** Returns when there is a point of each of the documents, and of no others. */
    void awaitDocuments(String... ids) {
        Await.until(
                PATIENCE,
                () -> "%s with %s: %s".formatted(name, List.of(ids), documents()),
                () -> documents().equals(Stream.of(ids).sorted().toList()));
    }

    /** Returns when there are the points with these ids, and no others. */
    void awaitPoints(Set<String> ids) {
        Await.until(
                PATIENCE,
                () -> "%s with %d points: %d".formatted(name, ids.size(), count()),
                () -> points().keySet().equals(ids));
    }

    /** The ids of the documents that have points. */
    List<String> documents() {
        return points().values().stream()
                .map(Point::documentId)
                .distinct()
                .sorted()
                .toList();
    }

    /** Every point by its id. */
    Map<String, Point> points() {
        Map<String, Point> points = new TreeMap<>();
        ScrollPoints.Builder request = ScrollPoints.newBuilder()
                .setCollectionName(name)
                .setLimit(PAGE)
                .setWithPayload(WithPayloadSelectorFactory.enable(true))
                .setWithVectors(WithVectorsSelectorFactory.enable(true));
        ScrollResponse page;
        do {
            page = answer(client.grpcClient().points().scroll(request.build()));
            page.getResultList().forEach(point -> points.put(point.getId().getUuid(), point(point)));
            request.setOffset(page.getNextPageOffset());
        } while (page.hasNextPageOffset());
        return points;
    }

    @Override
    public void close() {
        client.close();
    }

    private static Point point(RetrievedPoint point) {
        var payload = new HashMap<>(point.getPayloadMap());
        payload.remove("ingestedAt");
        return new Point(payload, vector(point.getVectors()));
    }

    private static List<Float> vector(VectorsOutput vectors) {
        return vectors.getVectors().getVectorsMap().values().stream()
                .flatMap(vector -> vector.getDense().getDataList().stream())
                .toList();
    }

    private <T> T answer(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new AssertionError("Can't read collection " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while reading collection " + name, e);
        }
    }
}

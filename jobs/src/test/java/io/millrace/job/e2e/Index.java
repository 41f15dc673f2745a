package io.millrace.job.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.WithVectorsSelectorFactory;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A collection, read with Qdrant's plain client. */
final class Index implements AutoCloseable {
    private static final int PAGE = 1000;

    private final QdrantClient client;
    private final String collection;

    Index(int port, String collection) {
        this.client = new QdrantClient(
                QdrantGrpcClient.newBuilder("127.0.0.1", port, false).build());
        this.collection = collection;
    }

    /**
     * A point.
     *
     * @param payload all of it but {@code ingestedAt}, which no two runs share
     */
    record Point(JsonNode payload, List<Float> vector) {
        /** What doesn't tell which topic or directory it was read from. */
        Map<String, Object> content() {
            return Map.of(
                    "documentId", text("documentId"),
                    "tenant", text("tenant"),
                    "text", text("text"),
                    "ordinal", text("ordinal"),
                    "version", text("version"),
                    "vector", vector);
        }

        String text(String field) {
            return payload.path(field).asText();
        }
    }

    /** Every point by its id. */
    Map<String, Point> points() {
        Map<String, Point> points = new TreeMap<>();
        ScrollPoints.Builder request = ScrollPoints.newBuilder()
                .setCollectionName(collection)
                .setLimit(PAGE)
                .setWithPayload(WithPayloadSelectorFactory.enable(true))
                .setWithVectors(WithVectorsSelectorFactory.enable(true));
        PointId next = PointId.getDefaultInstance();
        do {
            ScrollResponse page = scroll(request.build());
            page.getResultList().forEach(point -> points.put(point.getId().getUuid(), point(point)));
            next = page.getNextPageOffset();
            request.setOffset(next);
        } while (!next.equals(PointId.getDefaultInstance()));
        return points;
    }

    /** The points of one document, by their place in it. */
    List<Point> of(String documentId) {
        return points().values().stream()
                .filter(point -> point.text("documentId").equals(documentId))
                .sorted((one, other) -> Integer.compare(
                        one.payload().path("ordinal").asInt(),
                        other.payload().path("ordinal").asInt()))
                .toList();
    }

    /** Every point, once they are as wanted. */
    Map<String, Point> await(Predicate<Map<String, Point>> wanted) {
        return Await.until(this::points, wanted);
    }

    /** Some of the points in which two collections differ, by what they hold; none when they are the same. */
    static Set<String> differences(Map<String, Point> one, Map<String, Point> other) {
        Set<String> ids = new TreeSet<>(one.keySet());
        ids.addAll(other.keySet());
        return ids.stream()
                .filter(id -> !Objects.equals(one.get(id), other.get(id)))
                .map(id -> id + ": " + payload(one.get(id)) + " and not " + payload(other.get(id)))
                .limit(5)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String payload(@Nullable Point point) {
        return point == null ? "nothing" : point.payload().toString();
    }

    /** How many points there are. */
    long count() {
        try {
            return client.countAsync(collection).get();
        } catch (ExecutionException e) {
            throw new AssertionError("the collection can't be counted", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while counting", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private ScrollResponse scroll(ScrollPoints request) {
        try {
            return client.grpcClient().points().scroll(request).get();
        } catch (ExecutionException e) {
            throw new AssertionError("the collection can't be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while reading the collection", e);
        }
    }

    private static Point point(RetrievedPoint point) {
        ObjectNode payload = Json.MAPPER.createObjectNode();
        new TreeMap<>(point.getPayloadMap()).forEach((name, value) -> payload.set(name, json(value)));
        payload.remove("ingestedAt");
        return new Point(
                payload,
                point.getVectors().getVectors().getVectorsMap().values().stream()
                        .flatMap(vector -> vector.getDense().getDataList().stream())
                        .toList());
    }

    private static JsonNode json(Value value) {
        return switch (value.getKindCase()) {
            case STRING_VALUE -> Json.MAPPER.valueToTree(value.getStringValue());
            case BOOL_VALUE -> Json.MAPPER.valueToTree(value.getBoolValue());
            case INTEGER_VALUE -> Json.MAPPER.valueToTree(value.getIntegerValue());
            case DOUBLE_VALUE -> Json.MAPPER.valueToTree(value.getDoubleValue());
            case LIST_VALUE ->
                Json.MAPPER.valueToTree(value.getListValue().getValuesList().stream()
                        .map(Index::json)
                        .toList());
            case STRUCT_VALUE -> {
                ObjectNode object = Json.MAPPER.createObjectNode();
                new TreeMap<>(value.getStructValue().getFieldsMap())
                        .forEach((name, field) -> object.set(name, json(field)));
                yield object;
            }
            case NULL_VALUE, KIND_NOT_SET -> Json.MAPPER.nullNode();
        };
    }
}

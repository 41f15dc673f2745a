package io.millrace.connector.qdrant;

import io.millrace.chunk.Chunk;
import io.millrace.chunk.Span;
import io.millrace.index.ChunkFields;
import io.millrace.index.DocumentKey;
import io.millrace.index.DocumentPage;
import io.millrace.index.IndexedChunk;
import io.millrace.index.Manifest;
import io.millrace.index.Manifest.Held;
import io.millrace.index.Manifest.Place;
import io.qdrant.client.ConditionFactory;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import io.qdrant.client.grpc.PointsGrpc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a collection holds, without texts and vectors, by Qdrant's scroll. */
final class Listing {
    /** Points of a page: some hundred bytes each, well below the four megabytes that gRPC lets through. */
    private static final int PAGE = 2_000;
    /** Points of a page that come with their texts, which may be long. */
    private static final int TEXTS_PAGE = 256;

    private static final List<String> KEY_FIELDS = List.of(ChunkFields.DOCUMENT_ID, ChunkFields.TENANT);
    private static final List<String> MANIFEST_FIELDS = List.of(
            ChunkFields.DOCUMENT_ID,
            ChunkFields.TENANT,
            ChunkFields.REVISION,
            ChunkFields.VERSION,
            ChunkFields.TIMESTAMP,
            ChunkFields.CHUNK_COUNT,
            ChunkFields.ORDINAL,
            ChunkFields.START,
            ChunkFields.END,
            ChunkFields.PAGE,
            ChunkFields.HEADINGS,
            ChunkFields.PARENT_START,
            ChunkFields.PARENT_END);

    private static final Value NONE = ValueFactory.nullValue();

    private final QdrantConnection connection;
    private final Supplier<Target> target;

    Listing(QdrantConnection connection, Supplier<Target> target) {
        this.connection = connection;
        this.target = target;
    }

    CompletableFuture<Map<DocumentKey, Manifest>> manifests(Set<DocumentKey> documents) {
        Map<DocumentKey, Map<String, Held>> chunks = new HashMap<>();
        documents.forEach(document -> chunks.put(document, new HashMap<>()));
        if (documents.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        List<String> ids =
                documents.stream().map(DocumentKey::documentId).distinct().toList();
        ScrollPoints request = scroll(ConditionFactory.matchKeywords(ChunkFields.DOCUMENT_ID, ids), MANIFEST_FIELDS);
        return pages(request, point -> {
                    // Chunks of other tenants' documents of the same id come too.
                    Map<String, Held> held = chunks.get(key(point.getPayloadMap()));
                    if (held != null && point.getId().hasUuid()) {
                        held.put(point.getId().getUuid(), held(point.getPayloadMap()));
                    }
                })
                .thenApply(done -> {
                    Map<DocumentKey, Manifest> manifests = new HashMap<>();
                    chunks.forEach((document, held) -> manifests.put(document, new Manifest(held)));
                    return manifests;
                });
    }

    CompletableFuture<Map<DocumentKey, List<IndexedChunk>>> chunks(Set<DocumentKey> documents) {
        if (documents.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        Map<DocumentKey, List<IndexedChunk>> chunks = new HashMap<>();
        documents.forEach(document -> chunks.put(document, new ArrayList<>()));
        List<String> ids =
                documents.stream().map(DocumentKey::documentId).distinct().toList();
        ScrollPoints request =
                scroll(ConditionFactory.matchKeywords(ChunkFields.DOCUMENT_ID, ids), KEY_FIELDS).toBuilder()
                        .setWithPayload(WithPayloadSelectorFactory.enable(true))
                        .setLimit(TEXTS_PAGE)
                        .build();
        return pages(request, point -> {
                    List<IndexedChunk> held = chunks.get(key(point.getPayloadMap()));
                    if (held != null) {
                        held.add(indexed(point));
                    }
                })
                .thenApply(done -> chunks);
    }

    /** As the port says. */
    CompletableFuture<List<Chunk>> matching(io.millrace.retrieve.Filter filter, int limit) {
        Filter wanted = QdrantFilters.translate(filter);
        Target now = target.get();
        ScrollPoints request = ScrollPoints.newBuilder()
                .setCollectionName(now.collection())
                .setFilter(now.own(wanted == null ? Filter.getDefaultInstance() : wanted))
                .setWithPayload(WithPayloadSelectorFactory.enable(true))
                .setLimit(limit)
                .build();
        return call(request).thenApply(page -> {
            List<Chunk> chunks = new ArrayList<>();
            for (RetrievedPoint point : page.getResultList()) {
                Chunk chunk = StoredChunk.read(point.getId(), point.getPayloadMap());
                if (chunk != null) {
                    chunks.add(chunk);
                }
            }
            return chunks;
        });
    }

    /** Whatever has the document's id is told, also what can't be a chunk. */
    private static IndexedChunk indexed(RetrievedPoint point) {
        return new IndexedChunk(StoredChunk.id(point.getId()), StoredChunk.read(point.getId(), point.getPayloadMap()));
    }

    CompletableFuture<DocumentPage> documents(String source, @Nullable String from) {
        ScrollPoints.Builder request =
                scroll(ConditionFactory.matchKeyword(ChunkFields.SOURCE, source), KEY_FIELDS).toBuilder();
        if (from != null) {
            request.setOffset(offset(from));
        }
        return call(request.build()).thenApply(page -> {
            Set<DocumentKey> documents = new LinkedHashSet<>();
            for (RetrievedPoint point : page.getResultList()) {
                DocumentKey document = key(point.getPayloadMap());
                // Others' points may name the same source, and no document.
                if (!document.documentId().isEmpty()) {
                    documents.add(document);
                }
            }
            return new DocumentPage(
                    documents, page.hasNextPageOffset() ? StoredChunk.id(page.getNextPageOffset()) : null);
        });
    }

    /** As it was told: others' points may have numbers for ids. */
    private static PointId offset(String from) {
        return from.chars().allMatch(Character::isDigit)
                ? PointId.newBuilder().setNum(Long.parseUnsignedLong(from)).build()
                : PointId.newBuilder().setUuid(from).build();
    }

    private CompletableFuture<Void> pages(ScrollPoints request, Consumer<RetrievedPoint> points) {
        return call(request).thenCompose(page -> {
            page.getResultList().forEach(points);
            return page.hasNextPageOffset()
                    ? pages(
                            request.toBuilder()
                                    .setOffset(page.getNextPageOffset())
                                    .build(),
                            points)
                    : CompletableFuture.completedFuture(null);
        });
    }

    private CompletableFuture<ScrollResponse> call(ScrollPoints request) {
        return connection.call(Action.READ, PointsGrpc.getScrollMethod(), request);
    }

    private ScrollPoints scroll(io.qdrant.client.grpc.Common.Condition condition, List<String> fields) {
        Target now = target.get();
        return ScrollPoints.newBuilder()
                .setCollectionName(now.collection())
                .setFilter(now.own(Filter.newBuilder().addMust(condition).build()))
                .setWithPayload(WithPayloadSelectorFactory.include(fields))
                .setLimit(PAGE)
                .build();
    }

    private static DocumentKey key(Map<String, Value> payload) {
        Value tenant = payload.get(ChunkFields.TENANT);
        return new DocumentKey(
                payload.getOrDefault(ChunkFields.DOCUMENT_ID, NONE).getStringValue(),
                tenant != null && tenant.hasStringValue() ? tenant.getStringValue() : null);
    }

    /** What a field says; 0 or nothing where it is missing, as in what an earlier Millrace wrote: it is written anew. */
    private static Held held(Map<String, Value> payload) {
        return new Held(
                payload.getOrDefault(ChunkFields.REVISION, NONE).getStringValue(),
                whole(payload, ChunkFields.VERSION),
                whole(payload, ChunkFields.TIMESTAMP),
                (int) whole(payload, ChunkFields.CHUNK_COUNT),
                new Place(
                        (int) whole(payload, ChunkFields.ORDINAL),
                        (int) whole(payload, ChunkFields.START),
                        (int) whole(payload, ChunkFields.END),
                        payload.containsKey(ChunkFields.PAGE) ? (int) whole(payload, ChunkFields.PAGE) : null,
                        payload.getOrDefault(ChunkFields.HEADINGS, NONE).getListValue().getValuesList().stream()
                                .map(Value::getStringValue)
                                .toList(),
                        payload.containsKey(ChunkFields.PARENT_START)
                                ? new Span((int) whole(payload, ChunkFields.PARENT_START), (int)
                                        whole(payload, ChunkFields.PARENT_END))
                                : null));
    }

    private static long whole(Map<String, Value> payload, String field) {
        return payload.getOrDefault(field, NONE).getIntegerValue();
    }
}

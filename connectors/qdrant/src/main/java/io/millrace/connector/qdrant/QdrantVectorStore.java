package io.millrace.connector.qdrant;

import io.millrace.failure.ClassifiedException;
import io.millrace.failure.TransientException;
import io.millrace.index.AuditableStore;
import io.millrace.index.CollectionSpec;
import io.millrace.index.DocumentKey;
import io.millrace.index.DocumentPage;
import io.millrace.index.FieldType;
import io.millrace.index.IndexOperation;
import io.millrace.index.IndexedChunk;
import io.millrace.index.Manifest;
import io.millrace.retrieve.ScoredChunk;
import io.millrace.retrieve.VectorQuery;
import io.qdrant.client.grpc.Common;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.UpdateBatchPoints;
import io.qdrant.client.grpc.Points.UpdateBatchResponse;
import io.qdrant.client.grpc.Points.UpdateResult;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.Points.VectorInput;
import io.qdrant.client.grpc.Points.WithPayloadSelector;
import io.qdrant.client.grpc.PointsGrpc;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A Qdrant collection, or an alias of one. Calls are never retried here, and each ends within the settings' timeout;
 * an {@link #apply} of many operations may make several calls, one after another. Futures complete on gRPC's threads.
 *
 * <p>For the distances Euclid and Manhattan a query's {@code minScore} is the distance below which a chunk counts.
 */
public final class QdrantVectorStore implements AuditableStore {
    private final QdrantConnection connection;
    private final String collection;
    private final CollectionSetup setup;
    private final Listing listing;
    private final Clock clock;

    private QdrantVectorStore(QdrantSettings settings, String collection, Clock clock) {
        this.connection = new QdrantConnection(settings, collection);
        this.collection = collection;
        this.setup = new CollectionSetup(connection, collection);
        this.listing = new Listing(connection, collection);
        this.clock = clock;
    }

    /** Opens the store without calling Qdrant yet. Stores of equal settings share one connection. */
    public static QdrantVectorStore open(QdrantSettings settings, String collection) {
        return open(settings, collection, Clock.systemUTC());
    }

    /** As {@link #open(QdrantSettings, String)}; the clock says when a chunk was ingested. */
    static QdrantVectorStore open(QdrantSettings settings, String collection, Clock clock) {
        return new QdrantVectorStore(settings, collection, clock);
    }

    @Override
    public void ensureCollection(CollectionSpec spec) {
        setup.ensure(spec);
    }

    @Override
    public void verifyCollection(CollectionSpec spec) {
        setup.verify(spec);
    }

    @Override
    public CompletableFuture<Void> apply(List<IndexOperation> operations) {
        List<UpdateBatchPoints> requests;
        try {
            requests = UpdatePlan.requests(collection, operations, clock.instant());
        } catch (ClassifiedException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        for (UpdateBatchPoints request : requests) {
            done = done.thenCompose(previous -> send(request));
        }
        return done;
    }

    @Override
    public CompletableFuture<Map<DocumentKey, Manifest>> manifests(Set<DocumentKey> documents) {
        return listing.manifests(documents);
    }

    @Override
    public CompletableFuture<Map<DocumentKey, List<IndexedChunk>>> chunks(Set<DocumentKey> documents) {
        return listing.chunks(documents);
    }

    @Override
    public CompletableFuture<DocumentPage> documents(String source, @Nullable String from) {
        return listing.documents(source, from);
    }

    @Override
    public CompletableFuture<List<ScoredChunk>> search(VectorQuery query) {
        QueryPoints request;
        try {
            request = request(query);
        } catch (ClassifiedException e) {
            return CompletableFuture.failedFuture(e);
        }
        return connection
                .call(Action.SEARCH, PointsGrpc.getQueryMethod(), request)
                .thenApply(response -> response.getResultList().stream()
                        .map(point -> new ScoredChunk(
                                StoredChunk.read(collection, point.getId(), point.getPayloadMap()), point.getScore()))
                        .toList());
    }

    @Override
    public CompletableFuture<Map<String, FieldType>> filterableFields() {
        return setup.readInfo().thenApply(info -> FieldIndexes.read(info.getPayloadSchemaMap()));
    }

    @Override
    public CompletableFuture<Long> count() {
        CountPoints request = CountPoints.newBuilder()
                .setCollectionName(collection)
                .setExact(true)
                .build();
        return connection
                .call(Action.READ, PointsGrpc.getCountMethod(), request)
                .thenApply(response -> response.getResult().getCount());
    }

    @Override
    public void close() {
        connection.close();
    }

    private QueryPoints request(VectorQuery query) {
        QueryPoints.Builder request = QueryPoints.newBuilder()
                .setCollectionName(collection)
                .setQuery(Query.newBuilder()
                        .setNearest(VectorInput.newBuilder().setDense(ChunkPoints.dense(query.vector()))))
                .setUsing(ChunkPoints.VECTOR)
                .setLimit(query.limit())
                .setWithPayload(WithPayloadSelector.newBuilder().setEnable(true));
        Common.Filter filter = QdrantFilters.translate(query.filter());
        if (filter != null) {
            request.setFilter(filter);
        }
        Double minScore = query.minScore();
        if (minScore != null) {
            // Qdrant leaves out a score that only equals the threshold; here the least score that counts counts.
            request.setScoreThreshold(Math.nextDown(minScore.floatValue()));
        }
        return request.build();
    }

    private CompletableFuture<Void> send(UpdateBatchPoints request) {
        return connection
                .call(Action.WRITE, PointsGrpc.getUpdateBatchMethod(), request)
                .thenAccept(response -> checkCompleted(request, response));
    }

    /** Qdrant answers OK too when it stopped waiting for a write; it is then neither durable nor seen. */
    private void checkCompleted(UpdateBatchPoints request, UpdateBatchResponse response) {
        List<UpdateStatus> statuses =
                response.getResultList().stream().map(UpdateResult::getStatus).toList();
        boolean completed = statuses.size() == request.getOperationsCount()
                && statuses.stream().allMatch(status -> status == UpdateStatus.Completed);
        if (!completed) {
            throw new TransientException(
                    "write-unfinished",
                    "Qdrant answered before a write to collection '%s' was complete: %d operations, statuses %s"
                            .formatted(collection, request.getOperationsCount(), statuses),
                    null);
        }
    }
}

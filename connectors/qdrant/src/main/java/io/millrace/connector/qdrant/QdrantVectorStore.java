package io.millrace.connector.qdrant;

import io.millrace.chunk.Chunk;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.DaemonTimer;
import io.millrace.failure.TransientException;
import io.millrace.index.AuditableStore;
import io.millrace.index.CollectionSpec;
import io.millrace.index.DocumentKey;
import io.millrace.index.DocumentPage;
import io.millrace.index.FieldType;
import io.millrace.index.IndexOperation;
import io.millrace.index.IndexedChunk;
import io.millrace.index.Manifest;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.ScoredChunk;
import io.millrace.sparse.SparseSpec;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.UpdateBatchPoints;
import io.qdrant.client.grpc.Points.UpdateBatchResponse;
import io.qdrant.client.grpc.Points.UpdateResult;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.PointsGrpc;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Qdrant collection, or an alias of one. Calls are never retried here, and each ends within the settings' timeout;
 * an {@link #apply} of many operations may make several calls, one after another. Futures complete on gRPC's threads.
 *
 * <p>What somebody else wrote into the collection is never in an answer. In a collection that was adopted it is never
 * removed either.
 *
 * <p>For the distances Euclid and Manhattan a query's {@code minScore} is the distance below which a chunk counts.
 */
public final class QdrantVectorStore implements AuditableStore {
    private static final Logger LOG = LoggerFactory.getLogger(QdrantVectorStore.class);

    private final QdrantConnection connection;
    private final CollectionSetup setup;
    private final Listing listing;
    private final Clock clock;
    /** Turns chunks into bytes: as much work as all else that a chunk needs of the thread that brings it. */
    private final ExecutorService encoder = DaemonTimer.named("qdrant-encoder");

    private volatile Target target;
    /** Whether a search has met points that aren't chunks: those after it ask for chunks alone. */
    private volatile boolean mixed;

    private QdrantVectorStore(QdrantSettings settings, String collection, Clock clock) {
        this.connection = new QdrantConnection(settings, collection);
        this.target = new Target(collection, new VectorName(settings.vector()), false, null);
        this.setup = new CollectionSetup(connection, collection, target.vector());
        this.listing = new Listing(connection, () -> target);
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
        opened(setup.ensure(spec), spec);
    }

    /**
     * Whether there is a collection of that name, whatever it holds. Blocks.
     *
     * @throws io.millrace.failure.ClassifiedException when the store can't be asked
     */
    public boolean exists() {
        return setup.exists();
    }

    @Override
    public void verifyCollection(CollectionSpec spec) {
        opened(setup.verify(spec), spec);
    }

    private void opened(CollectionLock lock, CollectionSpec spec) {
        SparseSpec sparse = lock.sparse().isEmpty() ? null : spec.sparse();
        target = new Target(
                target.collection(), target.vector(), lock.adopted(), sparse == null ? null : new WordVectors(sparse));
    }

    @Override
    public CompletableFuture<Void> apply(List<IndexOperation> operations) {
        try {
            return CompletableFuture.supplyAsync(
                            () -> UpdatePlan.requests(target, operations, clock.instant()), encoder)
                    .thenCompose(this::send);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(connection.closed());
        }
    }

    /** One after another. */
    private CompletableFuture<Void> send(List<UpdateBatchPoints> requests) {
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
    public CompletableFuture<List<ScoredChunk>> search(ChunkQuery query) {
        return search(query, mixed || target.adopted());
    }

    @Override
    public CompletableFuture<List<Chunk>> matching(io.millrace.retrieve.Filter filter, int limit) {
        return listing.matching(filter, limit);
    }

    @Override
    public boolean findsWords() {
        return target.words() != null;
    }

    private CompletableFuture<List<ScoredChunk>> search(ChunkQuery query, boolean chunksOnly) {
        CompletableFuture<List<ScoredPoint>> answer;
        try {
            ChunkSearch search = new ChunkSearch(target, query, chunksOnly);
            if (search.isEmpty()) {
                return CompletableFuture.completedFuture(List.of());
            }
            answer = query.onePerDocument() ? documents(search) : points(search);
        } catch (ClassifiedException e) {
            return CompletableFuture.failedFuture(e);
        }
        return answer.thenCompose(points -> {
            List<ScoredChunk> found = chunks(points);
            if (found.size() == points.size() || chunksOnly) {
                return CompletableFuture.completedFuture(found);
            }
            // What somebody else wrote has no citation, and took the places of chunks that have.
            LOG.warn("Collection '{}' holds points that are no chunks; they are left out", target.collection());
            mixed = true;
            return search(query, true);
        });
    }

    private CompletableFuture<List<ScoredPoint>> points(ChunkSearch search) {
        return connection
                .call(Action.SEARCH, PointsGrpc.getQueryMethod(), search.points())
                .thenApply(response -> response.getResultList());
    }

    private CompletableFuture<List<ScoredPoint>> documents(ChunkSearch search) {
        return connection
                .call(Action.SEARCH, PointsGrpc.getQueryGroupsMethod(), search.documents())
                .thenApply(response -> response.getResult().getGroupsList().stream()
                        .flatMap(group -> group.getHitsList().stream())
                        .toList());
    }

    private static List<ScoredChunk> chunks(List<ScoredPoint> points) {
        List<ScoredChunk> chunks = new ArrayList<>(points.size());
        for (ScoredPoint point : points) {
            Chunk chunk = StoredChunk.read(point.getId(), point.getPayloadMap());
            if (chunk != null) {
                chunks.add(new ScoredChunk(chunk, point.getScore()));
            }
        }
        return chunks;
    }

    @Override
    public CompletableFuture<Map<String, FieldType>> filterableFields() {
        return setup.readInfo().thenApply(info -> FieldIndexes.read(info.getPayloadSchemaMap()));
    }

    @Override
    public CompletableFuture<Long> count() {
        Target now = target;
        CountPoints.Builder request =
                CountPoints.newBuilder().setCollectionName(now.collection()).setExact(true);
        if (now.adopted()) {
            request.setFilter(Target.millraces());
        }
        return connection
                .call(Action.READ, PointsGrpc.getCountMethod(), request.build())
                .thenApply(response -> response.getResult().getCount());
    }

    @Override
    public void close() {
        // What is queued still runs, and fails by the closed connection.
        encoder.shutdown();
        connection.close();
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
                            .formatted(target.collection(), request.getOperationsCount(), statuses),
                    null);
        }
    }
}

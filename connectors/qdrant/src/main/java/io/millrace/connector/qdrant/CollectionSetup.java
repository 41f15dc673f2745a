package io.millrace.connector.qdrant;

import io.millrace.embed.VectorSpace;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import io.millrace.failure.TransientException;
import io.millrace.index.CollectionSpec;
import io.qdrant.client.grpc.Collections.CollectionExistsRequest;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.PointsGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates collections and checks them. Its methods block. */
final class CollectionSetup {
    private static final Logger LOG = LoggerFactory.getLogger(CollectionSetup.class);

    private final QdrantConnection connection;
    private final String collection;
    private final VectorName vector;
    private final LockCheck locks;

    CollectionSetup(QdrantConnection connection, String collection, VectorName vector) {
        this.connection = connection;
        this.collection = collection;
        this.vector = vector;
        this.locks = new LockCheck(collection, vector);
    }

    /** As the port says; the lock that the collection has then. */
    CollectionLock ensure(CollectionSpec spec) {
        CollectionInfo info = exists() ? info() : create(spec);
        CollectionLock before = locks.check(info, spec);
        // All that may be refused comes first: a collection that can't be used isn't changed.
        var missing = FieldIndexes.missing(collection, info.getPayloadSchemaMap(), spec.fields());
        CollectionLock lock = stamp(before, spec);
        locks.checkWrites(lock, spec);
        if (lock.sparse().isEmpty() && spec.sparse() != null) {
            LOG.warn(
                    "Collection '{}' was made without sparse vectors: its chunks are found by their vectors alone. A new"
                            + " collection has both (see 'Find chunks by their words' in docs/operations.md)",
                    collection);
        }
        List<CompletableFuture<Void>> indexing = new ArrayList<>();
        for (CreateFieldIndexCollection index : missing) {
            indexing.add(connection
                    .call(Action.SET_UP, PointsGrpc.getCreateFieldIndexMethod(), index)
                    .thenAccept(done ->
                            LOG.info("Indexed field '{}' of collection '{}'", index.getFieldName(), collection)));
        }
        indexing.forEach(CollectionSetup::await);
        return lock;
    }

    /** As the port says; the lock that the collection has. */
    CollectionLock verify(CollectionSpec spec) {
        CollectionLock lock = locks.check(info(), spec);
        if (lock == null) {
            // Whoever only reads waits for the lock: else two jobs could take the same vectors for two models'.
            throw new FatalException(
                    "not-adopted",
                    ("Collection '%s' (qdrant.collection) isn't locked yet; its %s fits %s. Start the ingest job first,"
                                    + " with qdrant.adopt: it locks the collection")
                            .formatted(collection, vector, spec.space()));
        }
        return lock;
    }

    /**
     * Brings the lock up to date. Qdrant merges metadata and can't compare and set: of two jobs that get here at once
     * the later lock stands. So it is read again, and once more by each task that opens the collection.
     */
    private CollectionLock stamp(@Nullable CollectionLock lock, CollectionSpec spec) {
        CollectionLock wanted = wanted(lock, spec);
        if (lock != null && wanted.equals(lock)) {
            return lock;
        }
        if (lock != null && !lock.chunking().isEmpty() && !wanted.chunking().equals(lock.chunking())) {
            LOG.warn(
                    "Collection '{}' was made with chunks by '{}', and this job makes them by '{}' (chunking). Both are"
                            + " found meanwhile: documents are cut anew as they are read again, and `millrace audit"
                            + " --repair` does the rest at once",
                    collection,
                    lock.chunking(),
                    wanted.chunking());
        }
        try {
            await(connection.call(
                    Action.SET_UP,
                    CollectionsGrpc.getUpdateMethod(),
                    UpdateCollection.newBuilder()
                            .setCollectionName(collection)
                            .putMetadata(CollectionLock.METADATA_KEY, wanted.write())
                            .build()));
        } catch (FatalException e) {
            // A key for one collection's points may not change what is said of it. The lock that is there still holds.
            if (lock == null || !e.code().equals(QdrantFailures.FORBIDDEN)) {
                throw e;
            }
            LOG.warn("The lock of collection '{}' stays as it is: {}", collection, e.getMessage());
            return lock;
        }
        CollectionLock now = locks.check(info(), spec);
        if (now == null) {
            throw new FatalException(
                    "lock-lost",
                    "The lock of collection '%s' (qdrant.collection) is gone just after it was written: Qdrant keeps it from 1.16 on"
                            .formatted(collection));
        }
        LOG.info("Locked collection '{}' to vectors of {}", collection, spec.space());
        return now;
    }

    private CollectionLock wanted(@Nullable CollectionLock lock, CollectionSpec spec) {
        String known = lock == null ? "" : lock.chunking();
        return new CollectionLock(
                CollectionLock.FORMAT,
                spec.space(),
                vector,
                spec.chunking().isEmpty() ? known : spec.chunking(),
                lock == null ? "" : lock.sparse(),
                lock == null || lock.adopted());
    }

    CompletableFuture<CollectionInfo> readInfo() {
        GetCollectionInfoRequest request = GetCollectionInfoRequest.newBuilder()
                .setCollectionName(collection)
                .build();
        return connection
                .call(Action.READ, CollectionsGrpc.getGetMethod(), request)
                .thenApply(response -> response.getResult());
    }

    boolean exists() {
        CollectionExistsRequest request = CollectionExistsRequest.newBuilder()
                .setCollectionName(collection)
                .build();
        return await(connection.call(Action.READ, CollectionsGrpc.getCollectionExistsMethod(), request))
                .getResult()
                .getExists();
    }

    private CollectionInfo info() {
        return await(readInfo());
    }

    private CollectionInfo create(CollectionSpec spec) {
        VectorSpace space = spec.space();
        VectorParams params = VectorParams.newBuilder()
                .setSize(space.dimension())
                .setDistance(distance(space))
                .build();
        CreateCollection.Builder request = CreateCollection.newBuilder()
                .setCollectionName(collection)
                .setVectorsConfig(vector.declare(params))
                .putMetadata(
                        CollectionLock.METADATA_KEY,
                        new CollectionLock(
                                        CollectionLock.FORMAT,
                                        space,
                                        vector,
                                        spec.chunking(),
                                        spec.sparse() == null
                                                ? ""
                                                : spec.sparse().line(),
                                        false)
                                .write());
        if (spec.sparse() != null) {
            request.setSparseVectorsConfig(WordVectors.declare());
        }
        try {
            await(connection.call(Action.SET_UP, CollectionsGrpc.getCreateMethod(), request.build()));
            LOG.info("Created collection '{}' for vectors of {}", collection, space);
        } catch (FatalException e) {
            // Another job was first: what it made is checked like any collection that was there before.
            if (!e.code().equals(QdrantFailures.ALREADY_EXISTS)) {
                throw e;
            }
        }
        return info();
    }

    private static Distance distance(VectorSpace space) {
        return switch (space.distance()) {
            case COSINE -> Distance.Cosine;
            case DOT -> Distance.Dot;
            case EUCLID -> Distance.Euclid;
            case MANHATTAN -> Distance.Manhattan;
        };
    }

    static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw ClassifiedException.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted", "Interrupted while waiting for Qdrant", e);
        }
    }
}

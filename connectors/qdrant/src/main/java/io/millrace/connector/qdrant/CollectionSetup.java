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
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorParamsMap;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.PointsGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates collections and checks them. Its methods block. */
final class CollectionSetup {
    private static final Logger LOG = LoggerFactory.getLogger(CollectionSetup.class);

    private final QdrantConnection connection;
    private final String collection;

    CollectionSetup(QdrantConnection connection, String collection) {
        this.connection = connection;
        this.collection = collection;
    }

    void ensure(CollectionSpec spec) {
        CollectionInfo info = exists() ? info() : create(spec.space());
        CollectionLock.check(collection, info, spec.space());
        List<CompletableFuture<Void>> indexing = new ArrayList<>();
        for (CreateFieldIndexCollection index :
                FieldIndexes.missing(collection, info.getPayloadSchemaMap(), spec.fields())) {
            indexing.add(connection
                    .call(Action.SET_UP, PointsGrpc.getCreateFieldIndexMethod(), index)
                    .thenAccept(done ->
                            LOG.info("Indexed field '{}' of collection '{}'", index.getFieldName(), collection)));
        }
        indexing.forEach(CollectionSetup::await);
    }

    void verify(CollectionSpec spec) {
        CollectionLock.check(collection, info(), spec.space());
    }

    CompletableFuture<CollectionInfo> readInfo() {
        GetCollectionInfoRequest request = GetCollectionInfoRequest.newBuilder()
                .setCollectionName(collection)
                .build();
        return connection
                .call(Action.READ, CollectionsGrpc.getGetMethod(), request)
                .thenApply(response -> response.getResult());
    }

    private boolean exists() {
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

    private CollectionInfo create(VectorSpace space) {
        VectorParams vector = VectorParams.newBuilder()
                .setSize(space.dimension())
                .setDistance(distance(space))
                .build();
        CreateCollection request = CreateCollection.newBuilder()
                .setCollectionName(collection)
                .setVectorsConfig(VectorsConfig.newBuilder()
                        .setParamsMap(VectorParamsMap.newBuilder().putMap(ChunkPoints.VECTOR, vector)))
                .putMetadata(CollectionLock.METADATA_KEY, CollectionLock.write(space))
                .build();
        try {
            await(connection.call(Action.SET_UP, CollectionsGrpc.getCreateMethod(), request));
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

    private static <T> T await(CompletableFuture<T> answer) {
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

package io.millrace.connector.qdrant;

import io.qdrant.client.grpc.Collections.AliasOperations;
import io.qdrant.client.grpc.Collections.ChangeAliases;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CreateAlias;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.UpsertPoints;
import io.qdrant.client.grpc.PointsGrpc;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What a person does to a server by hand. */
final class Administration {
    private Administration() {}

    static void drop(String collection) {
        call(connection -> connection.call(
                Action.SET_UP,
                CollectionsGrpc.getDeleteMethod(),
                DeleteCollection.newBuilder().setCollectionName(collection).build()));
    }

    static void create(CreateCollection request) {
        call(connection -> connection.call(Action.SET_UP, CollectionsGrpc.getCreateMethod(), request));
    }

    static void alias(String alias, String collection) {
        ChangeAliases request = ChangeAliases.newBuilder()
                .addActions(AliasOperations.newBuilder()
                        .setCreateAlias(
                                CreateAlias.newBuilder().setAliasName(alias).setCollectionName(collection)))
                .build();
        call(connection -> connection.call(Action.SET_UP, CollectionsGrpc.getUpdateAliasesMethod(), request));
    }

    static void upsert(String collection, PointStruct point) {
        UpsertPoints request = UpsertPoints.newBuilder()
                .setCollectionName(collection)
                .setWait(true)
                .addPoints(point)
                .build();
        call(connection -> connection.call(Action.WRITE, PointsGrpc.getUpsertMethod(), request));
    }

    /** The lock of a collection that has one. */
    static CollectionLock lock(String collection) {
        return Objects.requireNonNull(
                CollectionLock.read(collection, info(collection).getConfig().getMetadataMap()));
    }

    static CollectionInfo info(String collection) {
        try (QdrantConnection connection = new QdrantConnection(RunningQdrant.settings(), collection)) {
            return new CollectionSetup(connection, collection, VectorName.DENSE)
                    .readInfo()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        }
    }

    private static void call(Function<QdrantConnection, CompletableFuture<?>> call) {
        try (QdrantConnection connection = new QdrantConnection(RunningQdrant.settings(), "by hand")) {
            call.apply(connection).orTimeout(60, TimeUnit.SECONDS).join();
        }
    }
}

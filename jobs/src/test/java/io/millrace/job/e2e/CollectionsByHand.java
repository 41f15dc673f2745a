package io.millrace.job.e2e;

import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.grpc.Collections.AliasOperations;
import io.qdrant.client.grpc.Collections.ChangeAliases;
import io.qdrant.client.grpc.Collections.CreateAlias;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.PointStruct;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What a person does with a server's collections, with Qdrant's plain client. */
final class CollectionsByHand implements AutoCloseable {
    private final QdrantClient client;

    CollectionsByHand(int port) {
        this.client = new QdrantClient(
                QdrantGrpcClient.newBuilder("127.0.0.1", port, false).build());
    }

    void create(CreateCollection request) {
        get(client.createCollectionAsync(request));
    }

    void put(String collection, List<PointStruct> points) {
        get(client.upsertAsync(collection, points));
    }

    /** Points an alias to a collection, wherever it pointed before. */
    void alias(String alias, String collection) {
        get(client.grpcClient()
                .collections()
                .updateAliases(ChangeAliases.newBuilder()
                        .addActions(AliasOperations.newBuilder()
                                .setCreateAlias(CreateAlias.newBuilder()
                                        .setAliasName(alias)
                                        .setCollectionName(collection)))
                        .build()));
    }

    /** What a collection's lock says. */
    Map<String, Value> lock(String collection) {
        return get(client.getCollectionInfoAsync(collection))
                .getConfig()
                .getMetadataOrThrow("millrace")
                .getStructValue()
                .getFieldsMap();
    }

    @Override
    public void close() {
        client.close();
    }

    private static <T> T get(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new AssertionError("the store refused", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while the store was asked", e);
        }
    }
}

package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;

import io.qdrant.client.QdrantClient;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.Modifier;
import io.qdrant.client.grpc.Collections.SparseVectorConfig;
import io.qdrant.client.grpc.Collections.SparseVectorParams;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorParamsMap;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The server under test. Without settings it is one embedded store per JVM, on a directory that goes with it;
 * {@code -Dqdrant.url=http://host:6334} (and {@code -Dqdrant.api-key}, if it wants one) makes it a real one. The names
 * it gives out are unique, and what is called so is dropped after the class.
 */
final class QdrantServer implements BeforeAllCallback, AfterAllCallback {

    private final List<String> names = new ArrayList<>();
    private @Nullable RunningServer server;

    @Override
    public void beforeAll(ExtensionContext context) {
        server = context.getRoot()
                .getStore(Namespace.create(QdrantServer.class))
                .computeIfAbsent("server", key -> RunningServer.start(), RunningServer.class);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        // The stub, since the client makes an exception of a collection that a test has deleted itself.
        var collections = client().grpcClient().collections();
        names.forEach(name -> answer(collections.delete(
                DeleteCollection.newBuilder().setCollectionName(name).build())));
    }

    QdrantClient client() {
        return connection().client();
    }

    Connection connection() {
        return running().connection();
    }

    /** Where it listens, {@code http://host:port}. */
    String url() {
        return running().url();
    }

    boolean isEmbedded() {
        return RunningServer.externalUrl() == null;
    }

    /** Skips the test on a real server. */
    void assumeEmbedded(String reason) {
        Assumptions.assumeTrue(isEmbedded(), reason);
    }

    /** A name that no collection and no alias has. */
    String name() {
        String name = "millrace-" + UUID.randomUUID();
        names.add(name);
        return name;
    }

    /** A new collection of unnamed vectors. */
    TestCollection collection(int size, Distance distance) {
        return create(CreateCollection.newBuilder()
                .setVectorsConfig(VectorsConfig.newBuilder().setParams(params(size, distance))));
    }

    /** A new collection of named dense vectors and named sparse ones. */
    TestCollection collection(Map<String, VectorParams> vectors, Map<String, Modifier> sparse) {
        SparseVectorConfig.Builder config = SparseVectorConfig.newBuilder();
        sparse.forEach((name, modifier) -> config.putMap(
                name, SparseVectorParams.newBuilder().setModifier(modifier).build()));
        CreateCollection.Builder request = CreateCollection.newBuilder().setSparseVectorsConfig(config);
        if (!vectors.isEmpty()) {
            request.setVectorsConfig(VectorsConfig.newBuilder()
                    .setParamsMap(VectorParamsMap.newBuilder().putAllMap(vectors)));
        }
        return create(request);
    }

    /** A new collection of named vectors. */
    TestCollection collection(Map<String, VectorParams> vectors) {
        return collection(vectors, Map.of());
    }

    static VectorParams params(int size, Distance distance) {
        return VectorParams.newBuilder().setSize(size).setDistance(distance).build();
    }

    private TestCollection create(CreateCollection.Builder request) {
        String name = name();
        answer(client().createCollectionAsync(request.setCollectionName(name).build()));
        return new TestCollection(client(), name);
    }

    private RunningServer running() {
        if (server == null) {
            throw new IllegalStateException("Register QdrantServer as a static extension: it starts before the class");
        }
        return server;
    }
}

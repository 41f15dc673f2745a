package io.millrace.embedded.qdrant;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;

/** The official Java client on a channel of its own. */
final class Connection implements AutoCloseable {

    private static final int MAX_ANSWER_BYTES = 64 << 20;

    static {
        // The client logs every refused call at ERROR, with its stack; here most refusals are expected.
        Configurator.setLevel("io.qdrant.client", Level.OFF);
    }

    private final ManagedChannel channel;
    private final QdrantClient client;

    private Connection(ManagedChannel channel, QdrantClient client) {
        this.channel = channel;
        this.client = client;
    }

    /** Connects to {@code http://host:port} with the {@code api-key} header if a key is given. */
    static Connection to(String url, @Nullable String apiKey) {
        ManagedChannel channel = channel(url);
        QdrantGrpcClient.Builder builder = QdrantGrpcClient.newBuilder(channel, true, false);
        if (apiKey != null) {
            builder.withApiKey(apiKey);
        }
        return new Connection(channel, new QdrantClient(builder.build()));
    }

    /** Connects with {@code authorization: Bearer}. */
    static Connection withBearer(String url, String token) {
        ManagedChannel channel = channel(url);
        QdrantGrpcClient grpc = QdrantGrpcClient.newBuilder(channel, true, false)
                .withHeaders(Map.of("authorization", "Bearer " + token))
                .build();
        return new Connection(channel, new QdrantClient(grpc));
    }

    QdrantClient client() {
        return client;
    }

    ManagedChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        client.close();
        channel.shutdownNow();
        try {
            channel.awaitTermination(Calls.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ManagedChannel channel(String url) {
        URI uri = URI.create(url);
        return NettyChannelBuilder.forAddress(uri.getHost(), uri.getPort())
                .usePlaintext()
                .maxInboundMessageSize(MAX_ANSWER_BYTES)
                .build();
    }
}

package io.millrace.connector.qdrant;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The channel to one Qdrant: one for all stores of the same settings in this class loader, since a channel carries any
 * number of calls at once. Closed with its last user. Safe for use by many threads.
 */
final class SharedChannel {
    /** Answers of any sensible size: 1,000 chunks of long text are about 16 MB. gRPC's own limit is 4 MiB. */
    static final int MAX_ANSWER_BYTES = 256 << 20;

    private static final long KEEP_ALIVE_SECONDS = 30;
    private static final long CLOSE_SECONDS = 5;

    /** Guarded by itself, as are the counts of users. */
    private static final Map<QdrantSettings, SharedChannel> OPEN = new HashMap<>();

    private final QdrantSettings settings;
    private final ManagedChannel channel;
    private int users;

    private SharedChannel(QdrantSettings settings) {
        this.settings = settings;
        this.channel = build(settings);
    }

    /** Joins the users of the channel, opening it when there are none. Connects to nothing yet. */
    static SharedChannel acquire(QdrantSettings settings) {
        synchronized (OPEN) {
            SharedChannel shared = OPEN.computeIfAbsent(settings, SharedChannel::new);
            shared.users++;
            return shared;
        }
    }

    ManagedChannel channel() {
        return channel;
    }

    /** Leaves the users; each may do so once. The last one closes the channel and waits for its calls to end. */
    void release() {
        synchronized (OPEN) {
            users--;
            if (users > 0) {
                return;
            }
            OPEN.remove(settings);
        }
        channel.shutdown();
        try {
            // A job's class loader goes away after its close: the channel's threads must be gone by then.
            if (!channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                channel.shutdownNow();
            }
        } catch (InterruptedException e) {
            channel.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static ManagedChannel build(QdrantSettings settings) {
        ManagedChannelBuilder<?> builder = ManagedChannelBuilder.forAddress(
                        settings.url().getHost(), settings.url().getPort())
                .maxInboundMessageSize(MAX_ANSWER_BYTES)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
        return (settings.tls() ? builder.useTransportSecurity() : builder.usePlaintext()).build();
    }
}

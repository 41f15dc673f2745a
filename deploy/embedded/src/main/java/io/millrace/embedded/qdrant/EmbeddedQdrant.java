package io.millrace.embedded.qdrant;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.millrace.embedded.qdrant.engine.Housekeeping;
import io.millrace.embedded.qdrant.engine.Store;
import io.millrace.embedded.qdrant.wire.ApiKeyCheck;
import io.millrace.embedded.qdrant.wire.CollectionsService;
import io.millrace.embedded.qdrant.wire.GrpcHealthService;
import io.millrace.embedded.qdrant.wire.HealthService;
import io.millrace.embedded.qdrant.wire.PointsService;
import io.qdrant.client.grpc.SnapshotsGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that speaks Qdrant's gRPC protocol (as of 1.18) on one machine, for a laptop and for tests: dense vectors,
 * payloads, filters, aliases, durable on disk. What it does not do it answers with UNIMPLEMENTED, by name. Safe for use
 * by many threads and clients.
 */
public final class EmbeddedQdrant implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedQdrant.class);
    /** Enough for writers to wait for the disk together while others read. */
    private static final int REQUEST_THREADS = 16;

    private static final long CLOSING_SECONDS = 30;

    private final Server server;
    private final ExecutorService requests;
    private final Store store;
    private final Housekeeping housekeeping;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedQdrant(Server server, ExecutorService requests, Store store, Housekeeping housekeeping) {
        this.server = server;
        this.requests = requests;
        this.store = store;
        this.housekeeping = housekeeping;
    }

    /**
     * Starts a store on 127.0.0.1.
     *
     * @param data where collections live; made if it is not there, and held against any other store
     * @param port 0 takes a free one
     * @param apiKey what callers must present, or null to let everybody in
     * @throws UncheckedIOException saying what to change, if the directory can't be used or the port is taken
     */
    public static EmbeddedQdrant start(Path data, int port, @Nullable String apiKey) {
        try {
            Store store = Store.open(data);
            try {
                EmbeddedQdrant started = serve(store, port, apiKey);
                LOG.info(
                        "Embedded Qdrant-protocol store at {}, data in {}: for a laptop and for tests,"
                                + " not a production Qdrant",
                        started.url(),
                        data.toAbsolutePath());
                return started;
            } catch (IOException e) {
                store.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static EmbeddedQdrant serve(Store store, int port, @Nullable String apiKey) throws IOException {
        ExecutorService requests = Executors.newFixedThreadPool(REQUEST_THREADS, task -> {
            Thread daemon = new Thread(task, "embedded-qdrant-request");
            daemon.setDaemon(true);
            return daemon;
        });
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .executor(requests)
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(new HealthService())
                .addService(new GrpcHealthService())
                .addService(new CollectionsService(store))
                .addService(new PointsService(store))
                // Answers UNIMPLEMENTED by name, where an unknown service would only be "not found".
                .addService(new SnapshotsGrpc.SnapshotsImplBase() {});
        if (apiKey != null) {
            builder.intercept(new ApiKeyCheck(apiKey));
        }
        try {
            Server server = builder.build().start();
            Housekeeping housekeeping = new Housekeeping(store);
            housekeeping.start();
            return new EmbeddedQdrant(server, requests, store, housekeeping);
        } catch (IOException e) {
            requests.shutdown();
            throw new IOException(
                    "Port %d on 127.0.0.1 can't be used (%s); free it, or choose another one, or 0 for any free one"
                            .formatted(port, reason(e)),
                    e);
        }
    }

    private static @Nullable String reason(IOException failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure.getMessage() : cause.getMessage();
    }

    /** The port that it listens on. */
    public int port() {
        return server.getPort();
    }

    /** Its address, {@code http://127.0.0.1:PORT}. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Takes no more requests, finishes those that run, commits what was written, and frees directory and port. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        server.shutdown();
        try {
            if (!server.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Requests still ran after {} s", CLOSING_SECONDS);
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        requests.shutdown();
        housekeeping.close();
        try {
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The embedded store could not commit on close; its log is replayed at the next start", e);
        }
    }
}

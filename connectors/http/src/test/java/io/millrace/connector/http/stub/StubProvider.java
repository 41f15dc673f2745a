package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** A provider's server, as far as it serves one kind of model. Safe for use by many threads. */
public abstract class StubProvider implements AutoCloseable {
    /** The key that it wants, if it wants one. */
    public static final String KEY = "correct-horse-battery-staple";

    private static final int BACKLOG = 1024;
    protected static final ObjectMapper JSON = new ObjectMapper();

    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
    private final Queue<StubRequest> requests = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads;
    private final HttpServer server;

    /** Plays another part than the real server's, once. */
    public interface Script {
        void play(HttpExchange exchange, StubReply real) throws IOException;
    }

    protected StubProvider() {
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, "stub-provider");
            thread.setDaemon(true);
            return thread;
        };
        threads = Executors.newCachedThreadPool(daemons);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI baseUrl() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** What came, in the order in which it was read. */
    public List<StubRequest> requests() {
        return List.copyOf(requests);
    }

    /** The next request meets this instead of the real server's answer. */
    public void next(Script script) {
        scripts.add(script);
    }

    /** The next request is answered so. */
    public void next(StubReply reply) {
        next((exchange, real) -> reply.send(exchange));
    }

    /** Whether there is anything at that path. */
    protected abstract boolean serves(String path);

    /** The real server's answer to a request of JSON that was posted to a path which it serves. */
    protected abstract StubReply answer(StubRequest request);

    /** What the real server answers to what isn't its API. */
    protected abstract StubReply error(int status, String type, String message);

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            StubRequest request = StubRequest.read(exchange);
            requests.add(request);
            StubReply real = real(request);
            Script script = scripts.poll();
            if (script == null) {
                real.send(exchange);
            } else {
                script.play(exchange, real);
            }
        }
    }

    private StubReply real(StubRequest request) {
        if (!serves(request.path())) {
            return error(404, "NOT_FOUND", "not found");
        }
        if (!request.method().equals("POST")) {
            return error(405, "METHOD_NOT_ALLOWED", "method not allowed");
        }
        if (!"application/json".equals(request.header("Content-Type"))) {
            return error(415, "UNSUPPORTED_MEDIA_TYPE", "expected application/json");
        }
        return answer(request);
    }

    /** The first field that isn't among these, or null. */
    protected static @Nullable String unknownField(JsonNode body, Set<String> known) {
        List<String> names = new ArrayList<>();
        body.fieldNames().forEachRemaining(names::add);
        return names.stream().filter(name -> !known.contains(name)).findFirst().orElse(null);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

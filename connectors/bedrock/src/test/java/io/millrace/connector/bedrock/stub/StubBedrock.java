package io.millrace.connector.bedrock.stub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bedrock's runtime, with Titan Text Embeddings V2, Cohere Embed 3 and 4, and a chat model. It takes requests that are signed with
 * {@link #ACCESS_KEY} and {@link #SECRET_KEY}, or that bring {@link #API_KEY}. Safe for use by many threads.
 */
public final class StubBedrock implements AutoCloseable {
    public static final String ACCESS_KEY = "AKIASTUBSTUBSTUBSTUB";
    public static final String SECRET_KEY = "correct-horse/battery+staple/0123456789ABC";
    public static final String API_KEY = "bedrock-api-key-correct-horse-battery-staple";
    public static final String REGION = "us-east-1";
    public static final String CHAT_MODEL = "us.anthropic.claude-sonnet-5-5-v1:0";

    static final ObjectMapper JSON = new ObjectMapper();
    private static final int BACKLOG = 1024;
    private static final Pattern PATH = Pattern.compile("/model/([^/]+)/(invoke|converse|converse-stream)");

    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
    private final Queue<StubRequest> requests = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(StubBedrock::daemon);
    private final HttpServer server;

    /** Plays another part than the real service's, once. */
    public interface Script {
        void play(HttpExchange exchange, StubReply real) throws IOException;
    }

    /** Starts on any free port; close it after. */
    public StubBedrock() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** What {@code embedding.base-url} and {@code chat.base-url} are to be set to. */
    public URI baseUrl() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** What came, in the order in which it was read. */
    public List<StubRequest> requests() {
        return List.copyOf(requests);
    }

    /** The next request meets this instead of the real service's answer. */
    public void next(Script script) {
        scripts.add(script);
    }

    /** The next request is answered so. */
    public void next(StubReply reply) {
        next((exchange, real) -> reply.send(exchange));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

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

    private static StubReply real(StubRequest request) {
        Matcher path = PATH.matcher(request.rawPath());
        if (!path.matches() || !request.method().equals("POST")) {
            return StubReply.error(404, "UnknownOperationException", "");
        }
        StubReply refusal = refusal(request);
        if (refusal != null) {
            return refusal;
        }
        if (!"application/json".equals(request.header("Content-Type"))) {
            return StubReply.error(415, "UnsupportedMediaTypeException", "");
        }
        String model = URLDecoder.decode(path.group(1), StandardCharsets.UTF_8);
        boolean invoked = path.group(2).equals("invoke");
        if (!(invoked ? StubEmbeddings.has(model) : model.equals(CHAT_MODEL))) {
            return StubReply.error(400, "ValidationException", "The provided model identifier is invalid.");
        }
        return invoked
                ? StubEmbeddings.answer(model, request.body())
                : StubConverse.answer(request.body(), path.group(2).equals("converse-stream"));
    }

    private static @Nullable StubReply refusal(StubRequest request) {
        String given = String.valueOf(request.header("Authorization"));
        if (given.startsWith("Bearer ")) {
            return given.equals("Bearer " + API_KEY)
                    ? null
                    : StubReply.error(
                            403,
                            "AccessDeniedException",
                            "Authentication failed: Please make sure your API Key is valid.");
        }
        return SignatureCheck.problem(request, ACCESS_KEY, SECRET_KEY, REGION);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "stub-bedrock");
        thread.setDaemon(true);
        return thread;
    }
}

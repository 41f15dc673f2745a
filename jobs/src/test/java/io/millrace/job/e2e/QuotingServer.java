package io.millrace.job.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.document.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that refuses everything and says why in the words of the request itself: its headers, keys too, and its body. */
final class QuotingServer implements AutoCloseable {
    private final AtomicInteger quoted = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "quoting-server");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;
    private final int status;

    QuotingServer(int status) {
        this.status = status;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Requests that it refused. */
    int quoted() {
        return quoted.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            URI uri = exchange.getRequestURI();
            String words = "Refused: %s with %s, which says %s"
                    .formatted(uri, exchange.getRequestHeaders().entrySet(), request);
            var body = Json.MAPPER.createObjectNode().put("message", words).put("detail", words);
            body.putObject("error").put("message", words).put("type", "quoted").put("code", "quoted");
            byte[] bytes = body.toString().getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("X-Quoted", words.replaceAll("[^ -~]", " "));
            quoted.incrementAndGet();
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

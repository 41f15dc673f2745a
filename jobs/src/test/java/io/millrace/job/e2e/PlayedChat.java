package io.millrace.job.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.document.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A chat model behind OpenAI's protocol whose part a test plays: what it says, and how it fails, follows from what it
 * reads, so that many requests can meet each their own fault at once. Safe for use by many threads.
 */
final class PlayedChat implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final Function<Heard, Act> part;
    private final Queue<Heard> heard = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "played-chat");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;

    /** @param part what is done on reading a prompt */
    PlayedChat(Function<Heard, Act> part) {
        this.part = part;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * A prompt.
     *
     * @param system its first message
     * @param turns the messages after it, oldest first
     * @param images the pictures among them: each a {@code data:} or another address
     * @param streamed whether the reply is wanted in pieces
     */
    record Heard(String system, List<String> turns, List<String> images, boolean streamed) {
        static Heard of(JsonNode request) {
            List<String> texts = new ArrayList<>();
            List<String> images = new ArrayList<>();
            request.path("messages").forEach(message -> texts.add(text(message.path("content"), images)));
            return new Heard(
                    texts.get(0),
                    List.copyOf(texts.subList(1, texts.size())),
                    List.copyOf(images),
                    request.path("stream").asBoolean());
        }

        /** A message is a text, or a list of texts and pictures. */
        private static String text(JsonNode content, List<String> images) {
            StringBuilder text = new StringBuilder(content.asText(""));
            content.forEach(part -> {
                text.append(part.path("text").asText(""));
                JsonNode image = part.path("image_url").path("url");
                if (image.isTextual()) {
                    images.add(image.textValue());
                }
            });
            return text.toString();
        }

        /** What is to be answered. */
        String last() {
            return turns.get(turns.size() - 1);
        }

        /** Whether a question is to be made self-standing, and not answered. */
        boolean condenses() {
            return system.startsWith("Rewrite the user's last question");
        }
    }

    /** What comes back. */
    sealed interface Act {
        /** A reply, and the reason for which it ended. */
        record Says(String text, String finishReason) implements Act {}

        /** A refusal in the field that OpenAI has for it. */
        record Refuses(String why) implements Act {}

        /** Any answer at all; where the reply is wanted in pieces too. */
        record Answers(int status, String retryAfter, String body) implements Act {}

        /** Nothing, until this is closed; of a reply that has begun, no more. */
        record Hangs(boolean begun) implements Act {}

        /** The connection's end in place of an answer, or in the middle of one that has begun. */
        record Drops(boolean begun) implements Act {}
    }

    static Act says(String text) {
        return new Act.Says(text, "stop");
    }

    static Act answers(int status, String body) {
        return new Act.Answers(status, "", body);
    }

    /** An error in OpenAI's form. */
    static Act error(int status, String code) {
        return answers(
                status,
                "{\"error\": {\"message\": \"said the stub\", \"type\": \"invalid_request_error\", \"code\": \"%s\"}}"
                        .formatted(code));
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** Every prompt that came. */
    List<Heard> heard() {
        return List.copyOf(heard);
    }

    /** Lets the flow's query jobs answer by this model. */
    void answersFor(Flow flow) {
        flow.set("chat.provider", "openai")
                .set("chat.model", "gpt-4o-mini")
                .set("chat.base-url", baseUrl().toString());
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Heard prompt =
                    Heard.of(Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes()));
            heard.add(prompt);
            Act act = part.apply(prompt);
            if (act instanceof Act.Says says) {
                say(exchange, prompt, says);
            } else if (act instanceof Act.Refuses refuses) {
                refuse(exchange, prompt, refuses.why());
            } else if (act instanceof Act.Answers answers) {
                answer(exchange, answers);
            } else if (act instanceof Act.Hangs hangs) {
                begin(exchange, prompt, hangs.begun());
                closing.await();
            } else if (act instanceof Act.Drops drops) {
                begin(exchange, prompt, drops.begun());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, Act.Answers answers) throws IOException {
        if (!answers.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().add("Retry-After", answers.retryAfter());
        }
        send(exchange, "application/json", answers.status(), answers.body());
    }

    private static void say(HttpExchange exchange, Heard prompt, Act.Says says) throws IOException {
        if (!prompt.streamed()) {
            send(exchange, "application/json", 200, completion(says.text(), null, says.finishReason()));
            return;
        }
        StringBuilder events = new StringBuilder();
        for (String word : says.text().split("(?<=\\s)", -1)) {
            events.append(chunk("content", word, null));
        }
        events.append(chunk("content", "", says.finishReason())).append("data: [DONE]\n\n");
        send(exchange, "text/event-stream", 200, events.toString());
    }

    private static void refuse(HttpExchange exchange, Heard prompt, String why) throws IOException {
        if (prompt.streamed()) {
            send(
                    exchange,
                    "text/event-stream",
                    200,
                    chunk("refusal", why, null) + chunk("content", "", "stop") + "data: [DONE]\n\n");
        } else {
            send(exchange, "application/json", 200, completion(null, why, "stop"));
        }
    }

    /** Sends the head and a beginning of the body, if that is wanted; no reply is complete after it. */
    private static void begin(HttpExchange exchange, Heard prompt, boolean begun) throws IOException {
        if (begun) {
            String beginning = prompt.streamed()
                    ? chunk("content", "Half a reply [1]", null)
                    : completion("Half a reply [1]", null, "stop").substring(0, 100);
            exchange.getResponseHeaders()
                    .add("Content-Type", prompt.streamed() ? "text/event-stream" : "application/json");
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.write(beginning.getBytes(UTF_8));
            body.flush();
        }
    }

    private static String completion(@Nullable String text, @Nullable String refusal, String finishReason) {
        ObjectNode completion = Json.MAPPER.createObjectNode();
        completion.put("id", "c").put("object", "chat.completion").put("created", 0);
        completion.put("model", "gpt-4o-mini");
        ObjectNode choice = completion.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", finishReason).putNull("logprobs");
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", text)
                .put("refusal", refusal);
        completion
                .putObject("usage")
                .put("prompt_tokens", 10)
                .put("completion_tokens", 5)
                .put("total_tokens", 15);
        return completion.toString();
    }

    private static String chunk(String field, String text, @Nullable String finishReason) {
        ObjectNode chunk = Json.MAPPER.createObjectNode();
        chunk.put("id", "c").put("object", "chat.completion.chunk").put("created", 0);
        chunk.put("model", "gpt-4o-mini");
        ObjectNode choice = chunk.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", finishReason).putNull("logprobs");
        choice.putObject("delta").put(field, text);
        return "data: " + chunk + "\n\n";
    }

    private static void send(HttpExchange exchange, String type, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        // To this server 0 is a body of unknown length, and -1 none.
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}

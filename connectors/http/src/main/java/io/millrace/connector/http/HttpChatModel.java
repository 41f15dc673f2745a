package io.millrace.connector.http;

import io.millrace.answer.ChatModel;
import io.millrace.model.wire.EventReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers with one request for each call, whole, or streamed to who wants the pieces. Futures complete on this model's own
 * threads, where pieces are told too; cancelling one gives its request up.
 */
final class HttpChatModel implements ChatModel {
    private final String name;
    private final ChatWire wire;
    private final JsonClient client;

    HttpChatModel(Endpoint endpoint, ChatWire wire) {
        this.name = endpoint.settings().provider() + "/" + endpoint.model();
        this.wire = wire;
        this.client = new JsonClient(endpoint, wire.errors());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean citesPassages() {
        return wire.citesPassages();
    }

    @Override
    public CompletableFuture<Reply> reply(Prompt prompt) {
        return client.post(wire.path(false), prompt.unrepeated(), request(prompt, false), reply -> {
            ChatText text = text(piece -> {}, prompt);
            wire.read(reply.json(), text);
            return text.reply();
        });
    }

    @Override
    public CompletableFuture<Reply> reply(Prompt prompt, Consumer<String> parts) {
        Pieces pieces = new Pieces(parts);
        CompletableFuture<Reply> call =
                client.stream(wire.path(true), prompt.unrepeated(), request(prompt, true), body -> {
                    ChatText text = text(pieces, prompt);
                    ChatWire.Events events = wire.events(text);
                    Source source = source(body);
                    boolean complete = false;
                    for (String data = source.next(); data != null; data = complete ? null : source.next()) {
                        complete = events.take(Json.read(data.getBytes(StandardCharsets.UTF_8)));
                    }
                    return text.reply();
                });
        return pieces.until(call);
    }

    private ChatText text(Consumer<String> parts, Prompt prompt) {
        boolean cited = wire.citesPassages() && !prompt.passages().isEmpty();
        return new ChatText(parts, client.failures(), prompt, cited);
    }

    @Override
    public void close() {
        client.close();
    }

    private Json.Writing request(Prompt prompt, boolean streamed) {
        return json -> {
            json.writeStartObject();
            wire.write(json, prompt, streamed);
            json.writeEndObject();
        };
    }

    /** The data of one event after another; null after the last. */
    private interface Source {
        @Nullable
        String next() throws IOException;
    }

    private Source source(InputStream body) {
        if (wire.isLines()) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            return () -> {
                String line = lines.readLine();
                while (line != null && line.isBlank()) {
                    line = lines.readLine();
                }
                return line;
            };
        }
        return new EventReader(body)::next;
    }
}

package io.millrace.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.chunk.EstimatedTokens;
import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.Vector;
import io.millrace.embed.VectorSpace;
import io.millrace.usage.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Embeds with one request for each call. Futures complete on this model's own threads; cancelling one gives its request
 * up.
 */
final class HttpEmbeddingModel implements EmbeddingModel {
    private final EmbeddingSetup setup;
    private final EmbeddingWire wire;
    private final JsonClient client;

    HttpEmbeddingModel(EmbeddingSetup setup) {
        this.setup = setup;
        this.wire = setup.wire();
        this.client = new JsonClient(setup.endpoint(), wire.errors());
    }

    @Override
    public String name() {
        return setup.endpoint().settings().provider() + "/" + setup.endpoint().model();
    }

    @Override
    public VectorSpace space() {
        return setup.space();
    }

    @Override
    public EmbeddingLimits limits() {
        return setup.limits();
    }

    @Override
    public TokenCounter tokenCounter() {
        return EstimatedTokens.COUNTER;
    }

    @Override
    public boolean readsTogether() {
        return wire.readsTogether();
    }

    @Override
    public CompletableFuture<Response> embed(List<String> texts, EmbeddingMode mode) {
        String prefix = space().prefix(mode);
        List<String> inputs = prefix.isEmpty()
                ? List.copyOf(texts)
                : texts.stream().map(prefix::concat).toList();
        return client.post(
                wire.path(),
                inputs,
                json -> {
                    json.writeStartObject();
                    wire.write(json, inputs, mode);
                    json.writeEndObject();
                },
                reply -> read(reply, inputs));
    }

    @Override
    public void close() {
        client.close();
    }

    private Response read(HttpReply reply, List<String> inputs) throws IOException {
        JsonNode body = VectorJson.read(reply.bytes(), space().dimension());
        List<JsonNode> found = wire.vectors(body);
        if (found.size() != inputs.size()) {
            throw new UnreadableReplyException("holds %d vectors for %d texts".formatted(found.size(), inputs.size()));
        }
        List<Vector> vectors = new ArrayList<>(found.size());
        for (int at = 0; at < found.size(); at++) {
            vectors.add(vector(found.get(at), at));
        }
        Long tokens = wire.tokens(reply, body);
        return new Response(
                vectors, new Usage(1, tokens == null ? EstimatedTokens.of(inputs) : tokens, 0), wire.rates(reply));
    }

    private Vector vector(JsonNode node, int input) throws IOException {
        float[] values = VectorJson.vector(node);
        if (values == null) {
            throw new UnreadableReplyException("has no vector for input %d".formatted(input));
        }
        if (values.length != space().dimension()) {
            throw client.failures().wrongDimension(space().dimension(), values.length);
        }
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw client.failures().notFinite(input);
            }
        }
        Vector vector = new Vector(values);
        return setup.normalise() ? vector.normalised() : vector;
    }
}

package io.millrace.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.rerank.RerankLimits;
import io.millrace.rerank.RerankModel;
import io.millrace.usage.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Reranks with one request for each call. Futures complete on this model's own threads; cancelling one gives its request
 * up.
 */
final class HttpRerankModel implements RerankModel {
    /** Rather too many tokens than too few, as where texts to embed are estimated. */
    private static final int CHARACTERS_PER_TOKEN = 3;

    private final String name;
    private final RerankLimits limits;
    private final RerankWire wire;
    private final JsonClient client;

    HttpRerankModel(Endpoint endpoint, RerankLimits limits, RerankWire wire) {
        this.name = endpoint.settings().provider() + "/" + endpoint.model();
        this.limits = limits;
        this.wire = wire;
        this.client = new JsonClient(endpoint, wire.errors());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public RerankLimits limits() {
        return limits;
    }

    @Override
    public CompletableFuture<Reply> rerank(String query, List<String> documents) {
        List<String> texts = new ArrayList<>(documents.size() + 1);
        texts.add(query);
        texts.addAll(documents);
        return client.post(
                wire.path(),
                texts,
                json -> {
                    json.writeStartObject();
                    wire.write(json, query, documents);
                    json.writeEndObject();
                },
                reply -> read(reply, query, documents));
    }

    @Override
    public void close() {
        client.close();
    }

    private Reply read(HttpReply reply, String query, List<String> documents) throws IOException {
        JsonNode body = reply.json();
        List<Double> scores = scores(wire.results(body), documents.size());
        Long tokens = wire.tokens(reply, body);
        return new Reply(scores, new Usage(1, tokens == null ? about(query, documents) : tokens, 0));
    }

    /** Results come best first, so each goes to its document's place. */
    private List<Double> scores(JsonNode results, int documents) {
        if (!results.isArray()) {
            throw client.failures().unreadable("holds no list of results");
        }
        if (results.size() != documents) {
            throw client.failures().unreadable("holds %d scores for %d documents".formatted(results.size(), documents));
        }
        Double[] scores = new Double[documents];
        for (JsonNode result : results) {
            int index = result.path("index").asInt(-1);
            if (index < 0 || index >= documents || scores[index] != null) {
                throw client.failures().unreadable("gives index %d twice, or it is out of range".formatted(index));
            }
            JsonNode score = result.path(wire.scoreField());
            if (!score.isNumber() || !Double.isFinite(score.doubleValue())) {
                throw client.failures().unreadable("gives document %d a score that is no number".formatted(index));
            }
            scores[index] = score.doubleValue();
        }
        return Arrays.asList(scores);
    }

    /** The query is read with each document. */
    private static long about(String query, List<String> documents) {
        long characters = (long) query.length() * documents.size();
        for (String document : documents) {
            characters += document.length();
        }
        return characters / CHARACTERS_PER_TOKEN + documents.size();
    }
}

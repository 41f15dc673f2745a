package io.millrace.benchmark.model;

import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.Vector;
import io.millrace.embed.VectorSpace;
import io.millrace.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Embeds each text once and keeps every vector until it is closed. */
final class RememberingModel implements EmbeddingModel {
    private final EmbeddingModel model;
    private final TokenCounter tokenCounter;
    private final Map<Key, Vector> known = new ConcurrentHashMap<>();

    /**
     * Remembers what a model says, and closes it.
     *
     * @param tokenCounter counts as the model does
     */
    RememberingModel(EmbeddingModel model, TokenCounter tokenCounter) {
        this.model = model;
        this.tokenCounter = tokenCounter;
    }

    private record Key(EmbeddingMode mode, String text) {}

    @Override
    public VectorSpace space() {
        return model.space();
    }

    @Override
    public EmbeddingLimits limits() {
        return model.limits();
    }

    @Override
    public TokenCounter tokenCounter() {
        return tokenCounter;
    }

    @Override
    public CompletableFuture<Response> embed(List<String> texts, EmbeddingMode mode) {
        List<String> missing = texts.stream()
                .distinct()
                .filter(text -> !known.containsKey(new Key(mode, text)))
                .toList();
        if (missing.isEmpty()) {
            return CompletableFuture.completedFuture(new Response(vectors(texts, mode), Usage.NONE));
        }
        return model.embed(missing, mode).thenApply(response -> {
            for (int i = 0; i < missing.size(); i++) {
                known.put(new Key(mode, missing.get(i)), response.vectors().get(i));
            }
            return new Response(vectors(texts, mode), response.usage());
        });
    }

    private List<Vector> vectors(List<String> texts, EmbeddingMode mode) {
        List<Vector> vectors = new ArrayList<>(texts.size());
        for (String text : texts) {
            Vector vector = known.get(new Key(mode, text));
            if (vector == null) {
                throw new IllegalStateException("a text of %d characters has no vector".formatted(text.length()));
            }
            vectors.add(vector);
        }
        return vectors;
    }

    @Override
    public void close() {
        known.clear();
        model.close();
    }
}

package io.millrace.benchmark.model;

import io.millrace.chunk.TokenCounter;
import io.millrace.embed.Distance;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.Vector;
import io.millrace.embed.VectorSpace;
import io.millrace.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A text's vector is its length and one; says what it was asked. */
public final class FakeModel implements EmbeddingModel {
    private final List<List<String>> calls = new ArrayList<>();
    private boolean closed;

    List<List<String>> calls() {
        return calls;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public VectorSpace space() {
        return new VectorSpace("fake", "fake", 2, Distance.COSINE, "", "");
    }

    @Override
    public EmbeddingLimits limits() {
        return new EmbeddingLimits(16, 256, 4096, 1);
    }

    @Override
    public TokenCounter tokenCounter() {
        return String::length;
    }

    @Override
    public CompletableFuture<Response> embed(List<String> texts, EmbeddingMode mode) {
        calls.add(List.copyOf(texts));
        return CompletableFuture.completedFuture(new Response(
                texts.stream()
                        .map(text -> new Vector(new float[] {text.length(), 1}))
                        .toList(),
                Usage.NONE));
    }

    @Override
    public void close() {
        closed = true;
    }
}

package io.millrace.benchmark.jmh;

import io.millrace.chunk.TokenCounter;
import io.millrace.embed.Distance;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.Vector;
import io.millrace.embed.VectorSpace;
import io.millrace.usage.Usage;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A model that answers at once, on a thread of its own, with one vector for every text. */
final class InstantModel implements EmbeddingModel {
    private static final int DIMENSION = 8;
    private static final VectorSpace SPACE = new VectorSpace("none", "instant", DIMENSION, Distance.COSINE, "", "");
    private static final Vector VECTOR = new Vector(new float[] {1, 0, 0, 0, 0, 0, 0, 0});

    private final EmbeddingLimits limits;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    InstantModel(int inputs, int concurrency) {
        limits = new EmbeddingLimits(inputs, Integer.MAX_VALUE, Integer.MAX_VALUE, concurrency);
    }

    @Override
    public VectorSpace space() {
        return SPACE;
    }

    @Override
    public EmbeddingLimits limits() {
        return limits;
    }

    @Override
    public TokenCounter tokenCounter() {
        return String::length;
    }

    @Override
    public CompletableFuture<Response> embed(List<String> texts, EmbeddingMode mode) {
        return CompletableFuture.supplyAsync(
                () -> new Response(Collections.nCopies(texts.size(), VECTOR), new Usage(1, texts.size(), 0)), thread);
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}

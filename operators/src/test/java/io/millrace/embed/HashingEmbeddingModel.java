package io.millrace.embed;

import io.millrace.chunk.TokenCounter;
import io.millrace.failure.FatalException;
import io.millrace.usage.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A model of its own kind: each word is a dimension, so texts that share words are near. Failures can be put in line,
 * and calls be held back until they are let go.
 */
public final class HashingEmbeddingModel implements EmbeddingModel {
    private static final int DIMENSION = 64;

    private final EmbeddingLimits limits;
    private final List<List<String>> calls = new ArrayList<>();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private final Deque<CompletableFuture<Response>> heldResponses = new ArrayDeque<>();
    private RateLimits rateLimits = RateLimits.UNKNOWN;
    private boolean holding;
    private boolean closed;
    private boolean together;
    private boolean cutting;
    private @Nullable String poison;

    public HashingEmbeddingModel() {
        this(new EmbeddingLimits(32, 256, 8192, 2));
    }

    public HashingEmbeddingModel(EmbeddingLimits limits) {
        this.limits = limits;
    }

    /** The next call fails so. */
    public synchronized void failNext(RuntimeException failure) {
        failures.add(failure);
    }

    /** Forgets the failures that were to come. */
    public synchronized void failNoMore() {
        failures.clear();
    }

    /** Every answer says so of rates. */
    public synchronized void say(RateLimits limits) {
        rateLimits = limits;
    }

    /** From now on it says that it reads a request's texts together. */
    public synchronized void readTogether() {
        together = true;
    }

    @Override
    public synchronized boolean readsTogether() {
        return together;
    }

    /** From now on it says that it cuts texts that are too long. */
    public synchronized void cutTexts() {
        cutting = true;
    }

    @Override
    public synchronized boolean cutsTexts() {
        return cutting;
    }

    /** Every request with this text in it is rejected. */
    public synchronized void reject(String text) {
        poison = text;
    }

    /** Calls wait for {@link #release()}. */
    public synchronized void hold() {
        holding = true;
    }

    /** Answers what waits, and what comes after at once. */
    public void release() {
        List<Runnable> waiting;
        synchronized (this) {
            holding = false;
            waiting = List.copyOf(held);
            held.clear();
        }
        waiting.forEach(Runnable::run);
    }

    /** Answers the call that has waited longest; later ones go on waiting. */
    public void releaseOne() {
        Runnable first;
        synchronized (this) {
            first = held.removeFirst();
        }
        first.run();
    }

    /** Every call that waits fails so. */
    public void failHeld(RuntimeException failure) {
        List<CompletableFuture<Response>> waiting;
        synchronized (this) {
            waiting = List.copyOf(heldResponses);
            heldResponses.clear();
            held.clear();
        }
        waiting.forEach(response -> response.completeExceptionally(failure));
    }

    /** The texts of every call, in order. */
    public synchronized List<List<String>> calls() {
        return List.copyOf(calls);
    }

    @Override
    public VectorSpace space() {
        return new VectorSpace("hashing", "words", DIMENSION, Distance.COSINE, "", "");
    }

    @Override
    public EmbeddingLimits limits() {
        return limits;
    }

    @Override
    public TokenCounter tokenCounter() {
        return text -> text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }

    @Override
    public CompletableFuture<Response> embed(List<String> texts, EmbeddingMode mode) {
        CompletableFuture<Response> response = new CompletableFuture<>();
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new FatalException("closed", "the model was closed"));
            }
            calls.add(List.copyOf(texts));
            if (!failures.isEmpty()) {
                return CompletableFuture.failedFuture(failures.removeFirst());
            }
            if (poison != null && texts.contains(poison)) {
                return CompletableFuture.failedFuture(
                        new io.millrace.failure.RejectedException("poison", "one of the texts can't be embedded"));
            }
            if (holding) {
                held.add(() -> response.complete(answer(texts)));
                heldResponses.add(response);
                return response;
            }
        }
        response.complete(answer(texts));
        return response;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private Response answer(List<String> texts) {
        long tokens =
                texts.stream().mapToLong(text -> tokenCounter().count(text)).sum();
        return new Response(
                texts.stream().map(HashingEmbeddingModel::vector).toList(), new Usage(1, tokens, 0), rateLimits);
    }

    private static Vector vector(String text) {
        float[] values = new float[DIMENSION];
        values[0] = 0.01f;
        for (String word : text.toLowerCase(Locale.ROOT).split("\\P{L}+", -1)) {
            if (!word.isEmpty()) {
                values[Math.floorMod(word.hashCode(), DIMENSION)] += 1;
            }
        }
        return new Vector(values).normalised();
    }
}

package io.millrace.embed;

import io.millrace.failure.Backoff;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.DaemonTimer;
import io.millrace.failure.FatalException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers texts into requests. A request goes when a slot is free: at once for a lone text, and under load as full as
 * the model's limits allow, since texts gather while every slot is taken. Transient failures are tried again for as
 * long as it takes; a rejected request is halved until the text that is at fault stands alone; a fatal failure fails
 * every text, then and later.
 *
 * <p>Safe for use by many threads. Futures complete on the model's threads.
 */
public final class EmbeddingBatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddingBatcher.class);

    private final EmbeddingModel model;
    private final EmbeddingMode mode;
    private final Backoff backoff;
    private final ScheduledExecutorService timer;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong texts = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    /** Whether this thread is in {@link #dispatch()}. */
    private final ThreadLocal<Boolean> dispatching = ThreadLocal.withInitial(() -> false);

    // Guarded by this.
    private final Deque<Item> waiting = new ArrayDeque<>();
    private final Deque<List<Item>> halves = new ArrayDeque<>();
    /** Requests that will be tried again, each with its slot. By identity: no two are the same. */
    private final Set<List<Item>> resting = Collections.newSetFromMap(new IdentityHashMap<>());

    private int inFlight;
    private boolean troubled;
    private @Nullable ClassifiedException broken;

    public EmbeddingBatcher(EmbeddingModel model, EmbeddingMode mode, Backoff backoff) {
        this.model = model;
        this.mode = mode;
        this.backoff = backoff;
        this.timer = DaemonTimer.named("embedding-retry");
    }

    private record Item(String text, int tokens, CompletableFuture<Vector> vector) {}

    /**
     * The text's vector. Fails with a {@link io.millrace.failure.RejectedException} or {@link FatalException}.
     *
     * @param text not blank, within the model's limit
     * @param tokens how many it has
     */
    public CompletableFuture<Vector> embed(String text, int tokens) {
        CompletableFuture<Vector> vector = new CompletableFuture<>();
        synchronized (this) {
            if (broken != null) {
                return CompletableFuture.failedFuture(broken);
            }
            waiting.addLast(new Item(text, tokens, vector));
        }
        dispatch();
        return vector;
    }

    /** What the model was asked for so far: answered requests, their texts, and tries that had to be repeated. */
    public Counts counts() {
        return new Counts(requests.get(), texts.get(), retries.get());
    }

    /** See {@link #counts()}. */
    public record Counts(long requests, long texts, long retries) {}

    /** Fails what waits, what will be tried again too. What is in flight is left to the model, which isn't closed. */
    @Override
    public void close() {
        breakDown(new FatalException("closed", "the embedding stage was closed"), List.of());
        timer.shutdownNow();
    }

    private void dispatch() {
        // A model may answer on the caller's thread. The slot that this frees is for the loop that is under way on it:
        // from within the answer, each request would go deeper into the stack.
        if (dispatching.get()) {
            return;
        }
        dispatching.set(true);
        try {
            for (List<Item> batch = next(); batch != null; batch = next()) {
                send(batch, 1);
            }
        } finally {
            dispatching.remove();
        }
    }

    /** The next request with a slot taken for it, or null when there is none. */
    private synchronized @Nullable List<Item> next() {
        if (inFlight >= model.limits().concurrency()) {
            return null;
        }
        List<Item> batch = halves.isEmpty() ? fill() : halves.removeFirst();
        if (batch.isEmpty()) {
            return null;
        }
        inFlight++;
        return batch;
    }

    private synchronized List<Item> fill() {
        EmbeddingLimits limits = model.limits();
        List<Item> batch = new ArrayList<>();
        long tokens = 0;
        while (!waiting.isEmpty() && batch.size() < limits.inputs()) {
            Item head = waiting.getFirst();
            tokens += head.tokens();
            if (!batch.isEmpty() && tokens > limits.tokensPerRequest()) {
                break;
            }
            batch.add(waiting.removeFirst());
        }
        return batch;
    }

    private void send(List<Item> batch, int attempt) {
        CompletableFuture<EmbeddingModel.Response> call;
        try {
            call = model.embed(batch.stream().map(Item::text).toList(), mode);
        } catch (RuntimeException | Error e) {
            // An error too: on a thread of the model's it would be lost, and the texts would wait for ever.
            call = CompletableFuture.failedFuture(e);
        }
        var unused = call.whenComplete((response, failure) -> {
            if (failure == null) {
                succeed(batch, response);
            } else {
                fail(batch, attempt, ClassifiedException.of(failure));
            }
        });
    }

    private void succeed(List<Item> batch, EmbeddingModel.Response response) {
        if (response.vectors().size() != batch.size()) {
            breakDown(
                    new FatalException(
                            "wrong-count",
                            "%s gave %d vectors for %d texts"
                                    .formatted(model.space(), response.vectors().size(), batch.size())),
                    batch);
            return;
        }
        requests.incrementAndGet();
        texts.addAndGet(batch.size());
        synchronized (this) {
            inFlight--;
            if (troubled) {
                troubled = false;
                LOG.info("{} answers again", model.space());
            }
        }
        // The freed slot first: completing a text may take a while.
        dispatch();
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).vector().complete(response.vectors().get(i));
        }
    }

    private void fail(List<Item> batch, int attempt, ClassifiedException failure) {
        switch (failure.kind()) {
            case TRANSIENT -> retry(batch, attempt, failure);
            case REJECTED -> reject(batch, failure);
            case FATAL -> breakDown(failure, batch);
        }
    }

    /** Keeps the slot while waiting: a model in trouble isn't asked for more. */
    private void retry(List<Item> batch, int attempt, ClassifiedException failure) {
        retries.incrementAndGet();
        Duration wait = backoff.after(attempt, failure.retryAfter(), ThreadLocalRandom.current());
        ClassifiedException end;
        synchronized (this) {
            end = broken;
            if (end == null) {
                if (!troubled) {
                    troubled = true;
                    LOG.warn(
                            "{} is in trouble: {}; trying again in {} ms, for as long as it takes",
                            model.space(),
                            failure.getMessage(),
                            wait.toMillis());
                }
                resting.add(batch);
                var unused = timer.schedule(() -> resume(batch, attempt + 1), wait.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        if (end != null) {
            failAll(batch, end);
        }
    }

    private void resume(List<Item> batch, int attempt) {
        synchronized (this) {
            if (!resting.remove(batch)) {
                return;
            }
        }
        send(batch, attempt);
    }

    private void reject(List<Item> batch, ClassifiedException failure) {
        ClassifiedException end;
        synchronized (this) {
            inFlight--;
            end = batch.size() == 1 ? failure : broken;
            if (end == null) {
                int middle = batch.size() / 2;
                halves.addLast(batch.subList(0, middle));
                halves.addLast(batch.subList(middle, batch.size()));
            }
        }
        dispatch();
        if (end != null) {
            failAll(batch, end);
        }
    }

    private void breakDown(ClassifiedException failure, List<Item> batch) {
        List<Item> lost = new ArrayList<>(batch);
        synchronized (this) {
            if (broken == null) {
                broken = failure;
            }
            lost.addAll(waiting);
            waiting.clear();
            halves.forEach(lost::addAll);
            halves.clear();
            resting.forEach(lost::addAll);
            resting.clear();
        }
        failAll(lost, failure);
    }

    private static void failAll(List<Item> items, ClassifiedException failure) {
        items.forEach(item -> item.vector().completeExceptionally(failure));
    }
}

package io.millrace.embed;

import io.millrace.embed.Batch.Item;
import io.millrace.failure.Backoff;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gathers texts into requests. A full request goes as soon as a slot is free; any other when what waits is released, if
 * few requests are in flight. So a lone text waits for nothing, and under load requests are as full as the model's limits
 * allow, since texts gather while there is enough under way. Equal texts are sent once. Transient failures are tried
 * again for as long as it takes, at the pace that the provider bears; a rejected request is halved until the text that is
 * at fault stands alone; a fatal failure fails every text, then and later.
 *
 * <p>Safe for use by many threads. Outcomes are told on the model's threads.
 */
public final class EmbeddingBatcher implements AutoCloseable {
    private static final AtomicLong NUMBERS = new AtomicLong();
    /** Failures that are answers: nothing was computed, so nothing is billed. Others may be, with the answer lost. */
    private static final Set<String> UNBILLED = Set.of(Pace.RATE_LIMITED, "unavailable");

    private final EmbeddingModel model;
    private final EmbeddingMode mode;
    private final boolean bulk;
    private final Backoff backoff;
    private final Timing timing;
    private final SharedRates rates;
    private final Spending spending;
    private final Consumer<Answered> listener;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong texts = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong reused = new AtomicLong();
    /** Whether this thread is in {@link #dispatch()}. */
    private final ThreadLocal<Boolean> dispatching = ThreadLocal.withInitial(() -> false);

    // Guarded by this.
    private final Pace pace;
    private final TextQueue queue;
    private boolean awaitsMoney;
    private @Nullable Long wakeAt;
    private @Nullable ClassifiedException broken;

    /** A batcher that keeps to no rates but what the provider says. */
    public EmbeddingBatcher(EmbeddingModel model, EmbeddingMode mode, Backoff backoff) {
        this(
                model,
                mode,
                mode == EmbeddingMode.DOCUMENT,
                PaceSettings.unbounded("batcher " + NUMBERS.incrementAndGet()),
                1,
                backoff);
    }

    /**
     * A batcher among others of its job.
     *
     * @param bulk whether texts come by the thousand, and full requests count more than the time of a text; else each text
     *     goes when a slot is free, and waits for no other that may hang
     * @param pace the job's
     * @param share of the job's rates that this caller brings along: see {@link SharedRates#open}
     */
    public EmbeddingBatcher(
            EmbeddingModel model, EmbeddingMode mode, boolean bulk, PaceSettings pace, double share, Backoff backoff) {
        this(model, mode, bulk, pace, share, backoff, Spending.FREE, answered -> {}, Timing.system("embedding-timer"));
    }

    /**
     * As above.
     *
     * @param listener is told of each request that brought vectors, on the model's threads
     * @param timing is closed along with this
     */
    EmbeddingBatcher(
            EmbeddingModel model,
            EmbeddingMode mode,
            boolean bulk,
            PaceSettings settings,
            double share,
            Backoff backoff,
            Spending spending,
            Consumer<Answered> listener,
            Timing timing) {
        this.model = model;
        this.mode = mode;
        this.bulk = bulk;
        this.backoff = backoff;
        this.spending = spending;
        this.listener = listener;
        this.timing = timing;
        this.rates = SharedRates.open(settings, share, timing);
        boolean together = mode == EmbeddingMode.DOCUMENT && model.readsTogether();
        this.queue = new TextQueue(model.limits(), bulk, together);
        this.pace = new Pace(
                String.valueOf(model.space()),
                settings.leastConcurrency(),
                model.limits().concurrency(),
                bulk,
                rates.rates(),
                backoff,
                ThreadLocalRandom.current());
    }

    /**
     * A request that brought vectors.
     *
     * @param usage as it is billed
     * @param texts those that it held
     */
    record Answered(Usage usage, List<PendingText> texts) {}

    /** A request on its way, with the leave and the money that were taken for it. */
    private record Sent(Batch batch, Pace.Call call, long paid) {}

    /**
     * The text's vector. It waits for nothing but a free slot; cancelled before it goes, it doesn't go. Fails with a
     * {@link io.millrace.failure.RejectedException} or {@link FatalException}.
     *
     * @param text not blank, within the model's limit
     * @param tokens how many it has, about
     */
    public CompletableFuture<Vector> embed(String text, int tokens) {
        CompletableFuture<Vector> vector = new CompletableFuture<>();
        add(new FutureText(text, tokens, vector));
        release();
        return vector;
    }

    /** Takes a text in. It goes when it fills a request, or is released. */
    void add(PendingText text) {
        Vector known = null;
        ClassifiedException end;
        boolean full = false;
        synchronized (this) {
            end = broken;
            if (end == null) {
                known = queue.known(text.text());
            }
            if (end == null && known == null) {
                full = queue.add(text);
            }
        }
        if (end != null) {
            text.failed(end);
        } else if (known != null) {
            reused.incrementAndGet();
            text.embedded(known, 0);
        } else if (full) {
            dispatch();
        }
    }

    /** What waits may go now, however little it is, if few requests are in flight. */
    void release() {
        release(false);
    }

    /** What waits may go now, however little it is: nothing more will come before it has. */
    void flush() {
        release(true);
    }

    private void release(boolean evenWhenBusy) {
        synchronized (this) {
            queue.release(evenWhenBusy);
        }
        dispatch();
    }

    /** What the model was asked for so far, and how things stand. */
    public synchronized Counts counts() {
        return new Counts(
                requests.get(),
                texts.get(),
                retries.get(),
                reused.get(),
                queue.waiting(),
                pace.inFlight(),
                pace.limit(),
                pace.inOutage(),
                rates.rates().pause(timing.nanos()) > 0,
                awaitsMoney && spending.purse().spent());
    }

    /**
     * See {@link #counts()}.
     *
     * @param requests answered ones
     * @param texts in them
     * @param retries tries that had to be repeated
     * @param reused texts that took the vector of an equal one
     * @param waiting texts that wait for a request
     * @param inFlight requests now
     * @param limit requests that may be in flight now
     * @param outage whether the provider is only probed
     * @param paused whether it asked to be left alone
     * @param awaitsMoney whether something waits for the budget's next period
     */
    public record Counts(
            long requests,
            long texts,
            long retries,
            long reused,
            int waiting,
            int inFlight,
            int limit,
            boolean outage,
            boolean paused,
            boolean awaitsMoney) {}

    /** Fails what waits, what will be tried again too. What is in flight is left to the model, which isn't closed. */
    @Override
    public void close() {
        breakDown(new FatalException("closed", "the embedding stage was closed"), List.of());
        rates.close();
        timing.close();
    }

    private void dispatch() {
        // A model may answer on the caller's thread. The slot that this frees is for the loop that is under way on it:
        // from within the answer, each request would go deeper into the stack.
        if (dispatching.get()) {
            return;
        }
        dispatching.set(true);
        try {
            for (Sent next = next(); next != null; next = next()) {
                send(next);
            }
        } finally {
            dispatching.remove();
        }
    }

    /** The next request with all that it needs to go, or null when none may go now. */
    private synchronized @Nullable Sent next() {
        long now = timing.nanos();
        if (broken != null || awaitsMoney) {
            return null;
        }
        if (!queue.isReady(now, isBusy())) {
            wakeIn(queue.untilAgain(now), now);
            return null;
        }
        Pace.Leave leave = pace.tryStart(now);
        if (!leave.given()) {
            wakeIn(leave.nanos(), now);
            return null;
        }
        Batch batch = queue.take(now);
        while (batch.items().isEmpty() && queue.isReady(now, isBusy())) {
            batch = queue.take(now);
        }
        if (batch.items().isEmpty()) {
            pace.callOff(leave.call(), now);
            wakeIn(queue.untilAgain(now), now);
            return null;
        }
        long price = spending.cost().applyAsLong(batch.tokens());
        awaitsMoney = true;
        if (!spending.purse().take(price, this::askForMoneyAgain)) {
            pace.callOff(leave.call(), now);
            queue.putBack(batch);
            return null;
        }
        awaitsMoney = false;
        pace.use(batch.tokens(), now);
        return new Sent(batch, leave.call(), price);
    }

    /**
     * Whether so much is under way that a request waits until it is full: in bulk, more will come before that is done.
     */
    private boolean isBusy() {
        return bulk && pace.inFlight() >= Math.max(1, pace.limit() / 4);
    }

    /** On a thread of the timer's: the purse may call from wherever it is. */
    private void askForMoneyAgain() {
        timing.after(0, () -> {
            synchronized (this) {
                awaitsMoney = false;
            }
            dispatch();
        });
    }

    /** After so long, {@link #next()} is asked again; with no time to wait for, some outcome will have it asked. */
    private void wakeIn(long wait, long now) {
        if (wait == Pace.UNTIL_AN_OUTCOME || wait == TextQueue.NOTHING) {
            return;
        }
        long at = now + wait;
        if (wakeAt == null || at - wakeAt < 0) {
            wakeAt = at;
            timing.after(wait, () -> wake(at));
        }
    }

    private void wake(long at) {
        synchronized (this) {
            if (wakeAt == null || wakeAt != at) {
                // An earlier one came before it. If each asked for one more, they would never become fewer.
                return;
            }
            wakeAt = null;
        }
        dispatch();
    }

    private void send(Sent sent) {
        CompletableFuture<EmbeddingModel.Response> call;
        try {
            call = model.embed(sent.batch().texts(), mode);
        } catch (RuntimeException | Error e) {
            // An error too: on a thread of the model's it would be lost, and the texts would wait for ever.
            call = CompletableFuture.failedFuture(e);
        }
        var unused = call.whenComplete((response, failure) -> {
            try {
                if (failure == null) {
                    succeed(sent, response);
                } else {
                    fail(sent, ClassifiedException.of(failure));
                }
            } catch (RuntimeException | Error e) {
                // A defect. Nobody looks at this stage's outcome, so the texts would wait for ever.
                breakDown(ClassifiedException.of(e), sent.batch().all());
            }
        });
    }

    private void succeed(Sent sent, EmbeddingModel.Response response) {
        List<Item> items = sent.batch().items();
        List<Vector> vectors = response.vectors();
        if (vectors.size() != items.size()) {
            String message = "%s gave %d vectors for %d texts".formatted(model.space(), vectors.size(), items.size());
            fail(sent, new FatalException("wrong-count", message));
            return;
        }
        requests.incrementAndGet();
        texts.addAndGet(items.size());
        Usage usage = response.usage();
        ClassifiedException end;
        synchronized (this) {
            long now = timing.nanos();
            pace.use(usage.inputTokens() - sent.batch().tokens(), now);
            pace.answered(response.rateLimits(), now);
            queue.accepted(sent.batch(), vectors, now);
            end = broken;
        }
        spending.purse().settle(sent.paid(), spending.cost().applyAsLong(usage.inputTokens()));
        // The freed slot first: telling outcomes may take a while.
        goOn(end);
        listener.accept(new Answered(usage, items.stream().map(Item::first).toList()));
        tell(sent.batch(), vectors, usage.inputTokens());
    }

    /** Tells outcomes. What is billed is billed for all texts together; each has its part of it. */
    private void tell(Batch batch, List<Vector> vectors, long billed) {
        double partOfAToken = billed / (double) Math.max(batch.tokens(), 1);
        long left = billed;
        for (int i = 0; i < vectors.size(); i++) {
            Item item = batch.items().get(i);
            boolean last = i == vectors.size() - 1;
            long part = last ? left : Math.min(left, Math.round(item.tokens() * partOfAToken));
            left -= part;
            Vector vector = vectors.get(i);
            item.first().embedded(vector, (int) part);
            reused.addAndGet(item.others().size());
            item.others().forEach(other -> other.embedded(vector, 0));
        }
    }

    private void fail(Sent sent, ClassifiedException failure) {
        boolean billed = failure.kind() == FailureKind.TRANSIENT && !UNBILLED.contains(failure.code());
        spending.purse().settle(sent.paid(), billed ? sent.paid() : 0);
        if (!billed) {
            synchronized (this) {
                pace.use(-sent.batch().tokens(), timing.nanos());
            }
        }
        switch (failure.kind()) {
            case TRANSIENT -> retry(sent, failure);
            case REJECTED -> reject(sent, failure);
            case FATAL -> {
                synchronized (this) {
                    pace.abandoned();
                }
                breakDown(failure, sent.batch().all());
            }
        }
    }

    private void retry(Sent sent, ClassifiedException failure) {
        retries.incrementAndGet();
        Batch batch = sent.batch();
        ClassifiedException end;
        synchronized (this) {
            long now = timing.nanos();
            pace.failed(sent.call(), failure, now);
            // Where all wait for the provider, its pause is enough.
            boolean pauses = failure.code().equals(Pace.RATE_LIMITED);
            Duration wait = pauses
                    ? Duration.ZERO
                    : backoff.after(batch.attempt(), failure.retryAfter(), ThreadLocalRandom.current());
            queue.putBack(batch.again(now + wait.toNanos()));
            end = broken;
        }
        goOn(end);
    }

    private void reject(Sent sent, ClassifiedException failure) {
        List<Item> lost;
        ClassifiedException end;
        synchronized (this) {
            long now = timing.nanos();
            pace.answered(RateLimits.UNKNOWN, now);
            lost = queue.rejected(sent.batch(), now);
            end = broken;
        }
        goOn(end);
        failAll(lost, failure);
    }

    /** Sends what may go now; where the stage has broken down meanwhile, what was put back has no other end. */
    private void goOn(@Nullable ClassifiedException end) {
        if (end == null) {
            dispatch();
        } else {
            breakDown(end, List.of());
        }
    }

    private void breakDown(ClassifiedException failure, List<Item> lost) {
        List<Item> all;
        synchronized (this) {
            if (broken == null) {
                broken = failure;
            }
            all = queue.takeAll(lost);
        }
        failAll(all, failure);
    }

    private static void failAll(List<Item> items, ClassifiedException failure) {
        for (Item item : items) {
            item.first().failed(failure);
            item.others().forEach(other -> other.failed(failure));
        }
    }
}

package io.millrace.index;

import io.millrace.failure.Backoff;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.Fatal;
import io.millrace.failure.FatalException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes with one request in flight: operations reach the store in the order in which they came. A request goes as
 * soon as the one before is done, with all that gathered meanwhile, so a lone document doesn't wait and a stream of
 * them fills its requests.
 *
 * <p>All state belongs to the task's thread; the store's threads hand their outcome over through the mailbox.
 */
final class StoreWriter implements SinkWriter<IndexOperation> {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

    private final VectorStore store;
    private final int batch;
    private final Backoff backoff;
    private final MailboxExecutor mailbox;
    private final ScheduledExecutorService timer;
    private final Counter applied;
    private final Counter retries;

    private List<IndexOperation> gathering = new ArrayList<>();
    private boolean inFlight;
    private boolean closed;
    private @Nullable ClassifiedException failure;

    StoreWriter(VectorStore store, int batch, Backoff backoff, MailboxExecutor mailbox, MetricGroup metrics) {
        this.store = store;
        this.batch = batch;
        this.backoff = backoff;
        this.mailbox = mailbox;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "store-retry");
            thread.setDaemon(true);
            return thread;
        });
        MetricGroup group = metrics.addGroup("store");
        this.applied = group.counter("operations");
        this.retries = group.counter("retries");
    }

    @Override
    public void write(IndexOperation operation, Context context) throws InterruptedException {
        gathering.add(operation);
        sendIfIdle();
        // Back-pressure: one request in flight and one gathered is all that is held.
        while (gathering.size() >= batch && inFlight) {
            mailbox.yield();
            rethrow();
        }
    }

    @Override
    public void flush(boolean endOfInput) throws InterruptedException {
        while (inFlight || !gathering.isEmpty()) {
            sendIfIdle();
            mailbox.yield();
            rethrow();
        }
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        store.close();
    }

    private void sendIfIdle() {
        rethrow();
        if (inFlight || gathering.isEmpty()) {
            return;
        }
        List<IndexOperation> request = gathering;
        gathering = new ArrayList<>();
        inFlight = true;
        send(request, 1);
    }

    /** Runs on the task's thread at first, on the timer's when it is tried again. */
    private void send(List<IndexOperation> request, int attempt) {
        CompletableFuture<Void> call;
        try {
            call = store.apply(request);
        } catch (RuntimeException | Error e) {
            // On the timer's thread nobody would see it, and the request would be in flight for ever.
            call = CompletableFuture.failedFuture(e);
        }
        var unused = call.whenComplete((nothing, problem) -> {
            if (problem == null) {
                mailbox.execute(() -> succeed(request), "store: applied");
                return;
            }
            ClassifiedException classified = ClassifiedException.of(problem);
            mailbox.execute(() -> fail(request, attempt, classified), "store: failed");
        });
    }

    private void succeed(List<IndexOperation> request) {
        applied.inc(request.size());
        inFlight = false;
        sendIfIdle();
    }

    private void fail(List<IndexOperation> request, int attempt, ClassifiedException problem) {
        if (closed) {
            return;
        }
        if (problem.kind() != FailureKind.TRANSIENT) {
            failure = problem.kind() == FailureKind.REJECTED ? refused(request, problem) : problem;
            rethrow();
        }
        retries.inc();
        Duration wait = backoff.after(attempt, problem.retryAfter(), ThreadLocalRandom.current());
        if (attempt == 1) {
            LOG.warn("The store is in trouble: {}; trying again for as long as it takes", problem.getMessage());
        }
        var unused = timer.schedule(() -> send(request, attempt + 1), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What the store refuses once, it refuses after a restart too: the job stops, and says whose chunks these are. */
    private static FatalException refused(List<IndexOperation> request, ClassifiedException problem) {
        String documents = request.stream()
                .map(IndexOperation::documentId)
                .distinct()
                .limit(5)
                .collect(Collectors.joining(", "));
        return new FatalException(
                problem.code(),
                "The store refused a write of %d operations (documents %s): %s"
                        .formatted(request.size(), documents, problem.getMessage()),
                problem);
    }

    private void rethrow() {
        if (failure != null) {
            Exception stopping = Fatal.stopping(failure);
            throw stopping instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(stopping);
        }
    }
}

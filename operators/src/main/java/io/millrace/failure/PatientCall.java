package io.millrace.failure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls with one in flight, for an operator that must not go on before the answer. A call that fails in passing is
 * repeated for as long as it takes. Outcomes are handed over on the task's thread, through its mailbox.
 *
 * <p>All methods belong to the task's thread.
 */
public final class PatientCall implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PatientCall.class);

    private final String what;
    private final Backoff backoff;
    private final MailboxExecutor mailbox;
    private final ScheduledExecutorService timer;
    private boolean inFlight;
    private boolean closed;
    private long retries;
    private @Nullable ClassifiedException failure;

    /** Calls to what is named, as in "the store". */
    public PatientCall(String what, Backoff backoff, MailboxExecutor mailbox) {
        this.what = what;
        this.backoff = backoff;
        this.mailbox = mailbox;
        this.timer = DaemonTimer.named("patient-call");
    }

    public boolean isInFlight() {
        return inFlight;
    }

    /** Tries that had to be repeated. */
    public long retries() {
        return retries;
    }

    /**
     * Makes the call; none may be in flight.
     *
     * @param call repeated when it fails in passing
     * @param succeeded takes the answer; a new call may be started from within
     * @param rejected takes the refusal of what was asked; a new call may be started from within
     */
    public <T> void start(
            Supplier<CompletableFuture<T>> call, Consumer<T> succeeded, Consumer<ClassifiedException> rejected) {
        if (inFlight) {
            throw new IllegalStateException("a call to " + what + " is in flight");
        }
        inFlight = true;
        attempt(call, succeeded, rejected, 1);
    }

    /**
     * Waits for the next thing to happen, an outcome or another mail of the task's.
     *
     * @throws RuntimeException that stops or restarts the job, when a call failed for good
     */
    public void await() throws InterruptedException {
        mailbox.yield();
        rethrow();
    }

    /** Throws what a call failed with for good, if one did. */
    public void rethrow() {
        if (failure != null) {
            throw Fatal.stopping(failure);
        }
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
    }

    /** Runs on the task's thread at first, on the timer's when it is tried again. */
    private <T> void attempt(
            Supplier<CompletableFuture<T>> call,
            Consumer<T> succeeded,
            Consumer<ClassifiedException> rejected,
            int attempt) {
        CompletableFuture<T> answer;
        try {
            answer = call.get();
        } catch (RuntimeException | Error e) {
            // On the timer's thread nobody would see it, and the call would be in flight for ever.
            answer = CompletableFuture.failedFuture(e);
        }
        var unused = answer.whenComplete((value, problem) -> {
            if (problem == null) {
                mailbox.execute(() -> end(() -> succeeded.accept(value)), what + " answered");
                return;
            }
            ClassifiedException classified = ClassifiedException.of(problem);
            mailbox.execute(
                    () -> failed(classified, rejected, attempt, () -> attempt(call, succeeded, rejected, attempt + 1)),
                    what + " failed");
        });
    }

    private void end(Runnable then) {
        inFlight = false;
        if (!closed) {
            then.run();
        }
    }

    private void failed(
            ClassifiedException problem, Consumer<ClassifiedException> rejected, int attempt, Runnable again) {
        if (closed) {
            return;
        }
        switch (problem.kind()) {
            case REJECTED -> end(() -> rejected.accept(problem));
            case FATAL -> {
                failure = problem;
                rethrow();
            }
            case TRANSIENT -> {
                retries++;
                Duration wait = backoff.after(attempt, problem.retryAfter(), ThreadLocalRandom.current());
                if (attempt == 1) {
                    LOG.warn("{} is in trouble: {}; trying again for as long as it takes", what, problem.getMessage());
                }
                var unused = timer.schedule(again, wait.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }
}

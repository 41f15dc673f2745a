package io.millrace.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetrierTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private final TransientException busy = new TransientException("busy", "try later", null);

    private final Retrier retrier = new Retrier(new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)));
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void close() {
        retrier.close();
    }

    @Test
    void repeatsWhatFailsInPassing() {
        assertThat(get(retrier.call(() -> failing(4, busy), LONG))).isEqualTo("done");
        assertThat(calls).hasValue(5);
    }

    @Test
    void repeatsNothingElse() {
        assertThatThrownBy(() -> get(retrier.call(() -> failing(4, new RejectedException("no", "never")), LONG)))
                .hasRootCauseMessage("never");
        assertThat(calls).hasValue(1);
    }

    @Test
    void takesWhatNobodyClassifiedForADefect() {
        assertThatThrownBy(() -> get(retrier.call(() -> failing(4, new IllegalStateException("odd")), LONG)))
                .hasCauseInstanceOf(FatalException.class)
                .cause()
                .hasMessage("Unexpected failure: java.lang.IllegalStateException: odd");
    }

    @Test
    void failsAsTheCallDidOnceNoTimeIsLeft() {
        assertThatThrownBy(() -> get(retrier.call(() -> failing(Integer.MAX_VALUE, busy), Duration.ofMillis(50))))
                .hasCause(busy);
        assertThat(calls).hasPositiveValue();
    }

    @Test
    void givesUpTheCallThatIsWaitedForAndMakesNoOther() {
        CompletableFuture<String> tried = new CompletableFuture<>();
        CompletableFuture<String> result = retrier.call(
                () -> {
                    calls.incrementAndGet();
                    return tried;
                },
                LONG);

        result.cancel(true);

        assertThat(tried).isCancelled();
        assertThat(calls).hasValue(1);
    }

    @Test
    void givesUpWhatTakesTooLong() {
        CompletableFuture<String> call = new CompletableFuture<>();

        assertThatThrownBy(() -> get(retrier.within(Duration.ofMillis(20), call)))
                .hasCauseInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> get(call)).isInstanceOf(CancellationException.class);
    }

    @Test
    void handsOnWhatIsThereInTime() {
        CompletableFuture<String> call = new CompletableFuture<>();
        CompletableFuture<String> within = retrier.within(LONG, call);

        call.complete("done");

        assertThat(get(within)).isEqualTo("done");
        assertThat(retrier.within(LONG, CompletableFuture.failedFuture(busy))).isCompletedExceptionally();
    }

    @Test
    void doesNotWaitForATimeBeyondTheEnd() {
        Duration centuries = Duration.ofDays(200_000);
        TransientException far = new TransientException("busy", "try in centuries", centuries, null);

        assertThatThrownBy(() -> get(retrier.call(() -> failing(1, far), LONG))).hasCause(far);
        assertThat(calls).hasValue(1);
    }

    @Test
    void failsWhereACallThrowsThoughItIsARepeatedOne() {
        assertThatThrownBy(() -> get(retrier.call(
                        () -> {
                            if (calls.incrementAndGet() == 1) {
                                return CompletableFuture.failedFuture(busy);
                            }
                            throw new RejectedException("no", "thrown");
                        },
                        LONG)))
                .hasRootCauseMessage("thrown");
    }

    @Test
    void failsAsTheCallDidWhenItWasClosedMeanwhile() {
        CompletableFuture<String> pending = new CompletableFuture<>();
        CompletableFuture<String> result = retrier.call(() -> pending, LONG);

        retrier.close();
        pending.completeExceptionally(busy);

        assertThatThrownBy(() -> get(result)).hasCause(busy);
    }

    private CompletableFuture<String> failing(int times, RuntimeException failure) {
        return calls.incrementAndGet() <= times
                ? CompletableFuture.failedFuture(failure)
                : CompletableFuture.completedFuture("done");
    }

    private static String get(CompletableFuture<String> result) {
        return result.orTimeout(30, TimeUnit.SECONDS).join();
    }
}

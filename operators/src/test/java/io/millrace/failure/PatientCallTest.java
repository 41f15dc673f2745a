package io.millrace.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PatientCallTest {

    private final QueuedMailbox mailbox = new QueuedMailbox();
    private final PatientCall call =
            new PatientCall("The store", new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)), mailbox);
    private final List<String> ended = new ArrayList<>();

    @AfterEach
    void close() {
        call.close();
    }

    @Test
    void handsOverTheAnswerOnTheTasksThreadAlone() throws Exception {
        start(() -> CompletableFuture.completedFuture("yes"));
        assertThat(call.isInFlight()).isTrue();
        assertThat(ended).isEmpty();

        call.await();

        assertThat(ended).containsExactly("yes");
        assertThat(call.isInFlight()).isFalse();
    }

    @Test
    void handsOverARefusalOfWhatWasAsked() throws Exception {
        start(() -> CompletableFuture.failedFuture(new RejectedException("bad", "a point is bad")));

        call.await();

        assertThat(ended).containsExactly("refused: a point is bad");
        assertThat(call.isInFlight()).isFalse();
    }

    @Test
    void repeatsACallThatFailsInPassingForAsLongAsItTakes() throws Exception {
        List<Integer> attempts = new ArrayList<>();
        start(() -> {
            attempts.add(attempts.size());
            return attempts.size() < 5
                    ? CompletableFuture.failedFuture(busy())
                    : CompletableFuture.completedFuture("at last");
        });

        while (call.isInFlight()) {
            call.await();
        }

        assertThat(ended).containsExactly("at last");
        assertThat(call.retries()).isEqualTo(4);
    }

    @Test
    void stopsTheJobOnAFatalFailureAndGoesOnSayingSo() {
        start(() -> CompletableFuture.failedFuture(new FatalException("wrong-key", "qdrant.api-key isn't right")));

        assertThatThrownBy(call::await)
                .isInstanceOf(SuppressRestartsException.class)
                .hasRootCauseMessage("qdrant.api-key isn't right");
        assertThatThrownBy(call::rethrow).isInstanceOf(SuppressRestartsException.class);
        assertThat(ended).isEmpty();
    }

    @Test
    void stopsTheJobWhereTheCallThrowsThoughItIsOnTheTimersThread() throws Exception {
        List<Integer> attempts = new ArrayList<>();
        start(() -> {
            attempts.add(attempts.size());
            if (attempts.size() == 1) {
                return CompletableFuture.failedFuture(busy());
            }
            throw new IllegalStateException("broken");
        });
        call.await();

        assertThatThrownBy(call::await)
                .isInstanceOf(SuppressRestartsException.class)
                .hasStackTraceContaining("Unexpected failure: java.lang.IllegalStateException: broken");
    }

    @Test
    void takesAnotherCallFromWithinTheOutcomeOfOne() throws Exception {
        call.start(
                () -> CompletableFuture.completedFuture("first"),
                answer -> {
                    ended.add(answer);
                    start(() -> CompletableFuture.failedFuture(new RejectedException("bad", "second")));
                },
                refusal -> {});

        call.await();
        assertThat(call.isInFlight()).isTrue();
        call.await();

        assertThat(ended).containsExactly("first", "refused: second");
    }

    @Test
    void takesNoSecondCallWhileOneIsInFlight() {
        start(CompletableFuture::new);

        assertThatThrownBy(() -> start(CompletableFuture::new)).hasMessage("a call to The store is in flight");
    }

    @Test
    void handsOverNothingOnceItIsClosed() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        start(() -> answer);
        call.close();

        answer.complete("late");
        call.await();

        assertThat(ended).isEmpty();
    }

    @Test
    void doesNotTryAgainOnceItIsClosed() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        List<Integer> attempts = new ArrayList<>();
        start(() -> {
            attempts.add(attempts.size());
            return answer;
        });
        answer.completeExceptionally(busy());
        call.close();
        call.await();

        assertThat(attempts).hasSize(1);
        assertThat(call.retries()).isZero();
    }

    private void start(Supplier<CompletableFuture<String>> asked) {
        call.start(asked, ended::add, refusal -> ended.add("refused: " + refusal.getMessage()));
    }

    private static TransientException busy() {
        return new TransientException("busy", "try later", null);
    }
}

package io.millrace.connector.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SharedTransformerTest {
    private static final SentenceTransformer MODEL = SentenceTransformer.ALL_MINILM_L6_V2;
    private static final Threads ONE = new Threads(1, 1);

    @Test
    void isOneForAllWhoRunAModelOnAsManyThreads() {
        SharedTransformer first = SharedTransformer.join(MODEL, ONE);
        SharedTransformer second = SharedTransformer.join(MODEL, ONE);
        SharedTransformer other = SharedTransformer.join(MODEL, new Threads(2, 2));
        SharedTransformer alike = SharedTransformer.join(MODEL, new Threads(2, 1));

        assertThat(second).isSameAs(first);
        assertThat(List.of(other, alike)).doesNotContain(first);
        assertThat(other).isNotSameAs(alike);
        List.of(first, second, other, alike).forEach(SharedTransformer::leave);
    }

    @Test
    void servesUntilTheLastLeavesAndThenEndsItsThread() throws InterruptedException {
        SharedTransformer first = SharedTransformer.join(MODEL, ONE);
        SharedTransformer second = SharedTransformer.join(MODEL, ONE);

        first.leave();
        Thread thread = threadOf(second);
        second.leave();

        assertThat(thread.getName()).isEqualTo("onnx-all-MiniLM-L6-v2-1");
        thread.join(60_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void isLoadedAnewAfterTheLastHasLeft() {
        SharedTransformer first = SharedTransformer.join(MODEL, ONE);
        first.leave();
        SharedTransformer second = SharedTransformer.join(MODEL, ONE);

        assertThat(second).isNotSameAs(first);
        assertThat(threadOf(second).isAlive()).isTrue();
        second.leave();
    }

    @Test
    void skipsACallThatItsCallerHasCancelled() {
        SharedTransformer shared = SharedTransformer.join(MODEL, ONE);
        var cancelled = new EmbeddingCall(List.of("never read"), false);
        cancelled.response().cancel(false);

        shared.submit(cancelled);
        threadOf(shared);

        assertThat(cancelled.response()).isCancelled();
        shared.leave();
    }

    @Test
    void runsAsManyTextsAtOnceAsItMay() throws InterruptedException {
        SharedTransformer shared = SharedTransformer.join(MODEL, new Threads(2, 2));
        var together = new CountDownLatch(2);
        List<EmbeddingCall> calls = Stream.generate(() -> new EmbeddingCall(List.of("the mill wheel turns"), false))
                .limit(2)
                .toList();
        // Each holds its worker until the other's has come as far.
        calls.forEach(call -> {
            var unused = call.response().thenRun(() -> arrive(together));
            shared.submit(call);
        });

        assertThat(together.await(60, TimeUnit.SECONDS)).isTrue();
        shared.leave();
    }

    private static void arrive(CountDownLatch together) {
        together.countDown();
        try {
            together.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread threadOf(SharedTransformer shared) {
        var call = new EmbeddingCall(List.of("the mill wheel turns".repeat(200)), true);
        var thread = call.response().thenApply(response -> Thread.currentThread());
        shared.submit(call);
        return thread.orTimeout(60, TimeUnit.SECONDS).join();
    }
}

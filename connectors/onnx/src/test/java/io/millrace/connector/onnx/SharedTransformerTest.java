package io.millrace.connector.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedTransformerTest {
    private static final SentenceTransformer MODEL = SentenceTransformer.ALL_MINILM_L6_V2;

    @Test
    void isOneForAllWhoRunAModelOnAsManyThreads() {
        SharedTransformer first = SharedTransformer.join(MODEL, 1);
        SharedTransformer second = SharedTransformer.join(MODEL, 1);
        SharedTransformer other = SharedTransformer.join(MODEL, 2);

        assertThat(second).isSameAs(first);
        assertThat(other).isNotSameAs(first);
        List.of(first, second, other).forEach(SharedTransformer::leave);
    }

    @Test
    void servesUntilTheLastLeavesAndThenEndsItsThread() throws InterruptedException {
        SharedTransformer first = SharedTransformer.join(MODEL, 1);
        SharedTransformer second = SharedTransformer.join(MODEL, 1);

        first.leave();
        Thread thread = threadOf(second);
        second.leave();

        assertThat(thread.getName()).isEqualTo("onnx-all-MiniLM-L6-v2");
        thread.join(60_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void isLoadedAnewAfterTheLastHasLeft() {
        SharedTransformer first = SharedTransformer.join(MODEL, 1);
        first.leave();
        SharedTransformer second = SharedTransformer.join(MODEL, 1);

        assertThat(second).isNotSameAs(first);
        assertThat(threadOf(second).isAlive()).isTrue();
        second.leave();
    }

    @Test
    void skipsACallThatItsCallerHasCancelled() {
        SharedTransformer shared = SharedTransformer.join(MODEL, 1);
        var cancelled = new EmbeddingCall(List.of("never read"), false);
        cancelled.response().cancel(false);

        shared.submit(cancelled);
        threadOf(shared);

        assertThat(cancelled.response()).isCancelled();
        shared.leave();
    }

    private static Thread threadOf(SharedTransformer shared) {
        var call = new EmbeddingCall(List.of("the mill wheel turns".repeat(200)), true);
        var thread = call.response().thenApply(response -> Thread.currentThread());
        shared.submit(call);
        return thread.orTimeout(60, TimeUnit.SECONDS).join();
    }
}

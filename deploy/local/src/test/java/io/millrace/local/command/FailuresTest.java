package io.millrace.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.failure.FatalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void findsWhatAPersonCanMendBelowWhatFlinkPutsAround() {
        var fatal = new FatalException("unknown-model", "embedding.model 'x' is unknown. Known: y");
        var failure = new ExecutionException(
                new IllegalStateException("Job failed", new SerializedThrowable(new RuntimeException("task", fatal))));

        assertThat(Failures.message(failure)).isEqualTo("embedding.model 'x' is unknown. Known: y");
    }

    @Test
    void takesTheStoresOwnMessage() {
        assertThat(Failures.message(new UncheckedIOException("Port 1 is taken", new IOException("bind"))))
                .isEqualTo("Port 1 is taken");
    }

    @Test
    void namesTheInnermostCauseOfADefect() {
        assertThat(Failures.message(new ExecutionException(new IllegalStateException("no state"))))
                .startsWith("Unexpected failure: java.lang.IllegalStateException: no state. All of it is in ");
    }
}

package io.millrace.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void showsCountsAndTheRateSoFar() {
        String line = Progress.line(
                Map.of("documents", 1200L, "embedded", 3400L, "tokens", 54321L),
                Duration.ofSeconds(100).toNanos());

        assertThat(line).isEqualTo("1,200 documents, 3,400 chunks, 34.0 chunks/s, 54,321 tokens, 100.0 s");
    }

    @Test
    void addsUpDeadLettersOfAllStages() {
        String line = Progress.line(
                Map.of("documents", 1L, "unread", 1L, "unparsed", 2L, "unembedded", 4L, "unstored", 8L),
                Duration.ofSeconds(1).toNanos());

        assertThat(line).isEqualTo("1 documents, 0 chunks, 0.0 chunks/s, 0 tokens, 1.0 s, 15 dead letters");
    }

    @Test
    void countsDocumentsThatNeededNothing() {
        String line = Progress.line(
                Map.of("documents", 1L, "unchanged", 2L), Duration.ofSeconds(1).toNanos());

        assertThat(line).isEqualTo("3 documents, 0 chunks, 0.0 chunks/s, 0 tokens, 1.0 s, 2 unchanged");
    }

    @Test
    void startsAtNothing() {
        assertThat(Progress.line(Map.of(), 0)).isEqualTo("0 documents, 0 chunks, 0.0 chunks/s, 0 tokens, 0.0 s");
    }
}

package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestSummaryTest {
    private static final Map<String, Long> COUNTS = Map.ofEntries(
            Map.entry("records", 1127L),
            Map.entry("indexed", 1000L),
            Map.entry("unchanged", 100L),
            Map.entry("superseded", 1L),
            Map.entry("outdated", 2L),
            Map.entry("deleted", 4L),
            Map.entry("unread", 8L),
            Map.entry("unparsed", 5L),
            Map.entry("unembedded", 4L),
            Map.entry("unstored", 3L),
            Map.entry("added", 2000L),
            Map.entry("moved", 20L),
            Map.entry("kept", 30L),
            Map.entry("removed", 40L),
            Map.entry("embedded", 1990L),
            Map.entry("tokens", 54321L));

    @Test
    void accountsForEveryRecord() {
        IngestSummary summary = IngestSummary.of(COUNTS);

        assertThat(summary.addsUp()).isTrue();
        assertThat(summary.documents()).isEqualTo(1100);
        assertThat(summary.written()).isEqualTo(20);
        assertThat(summary.lines())
                .containsExactly(
                        "records  1,127 in = 1,000 indexed + 100 unchanged + 3 superseded + 4 deleted + 20 dead letters",
                        "chunks   2,000 added, 20 moved, 30 kept, 40 removed; 1,990 embedded, 54,321 tokens");
    }

    @Test
    void saysLoudlyThatARecordIsMissing() {
        assertThat(IngestSummary.of(with("records", 1128)).addsUp()).isFalse();
        assertThat(IngestSummary.of(with("records", 1128)).lines())
                .contains(
                        "!!! IT DOESN'T ADD UP: 1,128 in, 1,127 accounted for. This is a defect of Millrace; the index"
                                + " can't be trusted until 'millrace audit' says that it is true.");
    }

    @Test
    void saysWhatWasPruned() {
        Map<String, Long> counts = with("gone", 7);

        assertThat(IngestSummary.of(counts).lines())
                .last()
                .isEqualTo("pruned   7 documents that the source no longer has");

        counts.put("prune-unstored", 2L);
        assertThat(IngestSummary.of(counts).written()).isEqualTo(22);
        assertThat(IngestSummary.of(counts).lines())
                .last()
                .isEqualTo("pruned   7 documents that the source no longer has; the store refused 2 of them, which are"
                        + " dead letters");
    }

    @Test
    void saysWhyNothingWasPruned() {
        Map<String, Long> counts = with("gone", 0);
        counts.put("unknown", 3L);

        assertThat(IngestSummary.of(counts).lines())
                .last()
                .isEqualTo("pruned   nothing: of 3 dead letters it isn't known which documents they are");
    }

    @Test
    void countsNothingWhereNothingWasCounted() {
        assertThat(IngestSummary.of(Map.of()).addsUp()).isTrue();
        assertThat(IngestSummary.of(Map.of("records", "many")).records()).isZero();
    }

    private static Map<String, Long> with(String name, long count) {
        Map<String, Long> counts = new HashMap<>(COUNTS);
        counts.put(name, count);
        return counts;
    }
}

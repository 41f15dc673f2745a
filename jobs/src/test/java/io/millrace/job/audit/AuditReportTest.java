package io.millrace.job.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.json.Json;
import io.millrace.plan.AuditFinding;
import io.millrace.plan.AuditFinding.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditReportTest {
    private static final AuditFinding MISSING = new AuditFinding(Kind.MISSING, "b", "acme", 2, "");
    private static final AuditFinding GONE = new AuditFinding(Kind.GONE, "a", null, 0, "");
    private static final AuditFinding UNREADABLE = new AuditFinding(Kind.UNREADABLE, null, null, 0, "c: m");

    @Test
    void listsFindingsByDocumentAndThenTheTotals() {
        AuditReport report = new AuditReport(1000, List.of(MISSING, UNREADABLE, GONE), false);

        assertThat(report.isTrue()).isFalse();
        assertThat(report.lines())
                .containsExactly(
                        "gone        a",
                        "missing     b of acme, 2 chunks",
                        "unreadable  (unknown): c: m",
                        "1,000 documents compared: the index differs",
                        "  missing     1 documents, 2 chunks",
                        "  gone        1 documents",
                        "  unreadable  1 documents",
                        "It can't be told which documents the source no longer has: records of it are missing or can't be"
                                + " read.");
    }

    @Test
    void isTrueWhereNothingDiffersThatCanBeCompared() {
        AuditReport report =
                new AuditReport(3, List.of(UNREADABLE, new AuditFinding(Kind.NEWER, "n", null, 0, "")), true);

        assertThat(report.isTrue()).isTrue();
    }

    @Test
    void saysEverythingInJson() throws Exception {
        assertThat(Json.MAPPER.readTree(
                        new AuditReport(7, List.of(MISSING, GONE), true).json().toString()))
                .isEqualTo(Json.MAPPER.readTree("""
                        {"true": false, "documents": 7, "goneTold": true,
                         "totals": {"missing": {"documents": 1, "chunks": 2}, "gone": {"documents": 1, "chunks": 0}},
                         "findings": [{"finding": "gone", "documentId": "a"},
                           {"finding": "missing", "documentId": "b", "tenant": "acme", "chunks": 2}]}"""));
    }

    @ParameterizedTest
    @EnumSource
    void readsBackWhatItWrote(Kind kind) {
        for (AuditFinding finding :
                List.of(new AuditFinding(kind, "d", "t", 3, "detail"), new AuditFinding(kind, null, null, 0, ""))) {
            assertThat(FindingJson.decode(FindingJson.encode(finding))).isEqualTo(finding);
        }
    }
}

package io.millrace.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Origin;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.Reason;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayReportTest {
    private final ReplayReport report = new ReplayReport();

    @Test
    void countsByStageAndCodeAndSaysWhySomeWereRefused() {
        report.replayed(letter("parse", "empty-text"));
        report.replayed(letter("embed", "too-long"));
        report.replayed(letter("embed", "too-long"));
        report.refused(letter("embed", "too-long"), "its file is gone");
        report.unreadable("not a dead letter: 'reason' is missing");

        assertThat(report.replayed()).isEqualTo(3);
        assertThat(report.refused()).isEqualTo(2);
        assertThat(report.lines())
                .containsExactly(
                        "stage     code                          replayed   refused",
                        "?         malformed-letter                     0         1",
                        "           1: not a dead letter: 'reason' is missing",
                        "embed     too-long                             2         1",
                        "           1: its file is gone",
                        "parse     empty-text                           1         0");
    }

    @Test
    void saysThatThereAreNone() {
        assertThat(report.lines()).containsExactly("There are no such dead letters.");
    }

    @Test
    void choosesByStageCodeAndTime() {
        DeadLetter letter = letter("parse", "empty-text");

        assertThat(LetterChoice.ALL.takes(letter)).isTrue();
        assertThat(new LetterChoice(Set.of("parse", "read"), Set.of("empty-text"), letter.failedAt()).takes(letter))
                .isTrue();
        assertThat(new LetterChoice(Set.of("read"), Set.of(), null).takes(letter))
                .isFalse();
        assertThat(new LetterChoice(Set.of(), Set.of("defect"), null).takes(letter))
                .isFalse();
        assertThat(new LetterChoice(Set.of(), Set.of(), letter.failedAt().plusMillis(1)).takes(letter))
                .isFalse();
    }

    private static DeadLetter letter(String stage, String code) {
        return new DeadLetter(
                stage,
                new Reason(code, "m"),
                1,
                Origin.ofFile("file:/a", 0, 1, 1),
                "d",
                Instant.parse("2026-11-01T10:00:00Z"),
                null);
    }
}

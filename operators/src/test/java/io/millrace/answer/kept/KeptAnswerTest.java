package io.millrace.answer.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.answer.Answer;
import io.millrace.answer.Answer.Status;
import io.millrace.failure.Reason;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeptAnswerTest {
    private static final Answer ANSWER = Answer.without("r", Status.REJECTED, new Reason("c", "secret"));

    @Test
    void keepsTimeInMilliseconds() {
        assertThat(kept("f", "s", 0).keptAt()).isEqualTo(Instant.parse("2026-11-28T12:00:00.123Z"));
    }

    @Test
    void showsNoTextOfItselfOrOfItsTurn() {
        assertThat(kept("f", "s", 0).toString()).contains("requestId=r").doesNotContain("secret");
        assertThat(kept("f", "s", 0).turn().toString()).doesNotContain("secret");
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> kept("", "s", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> kept("f", "", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> kept("f", "s", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Conversation(null, ""));
    }

    private static KeptAnswer kept(String fingerprint, String scope, long tokens) {
        return new KeptAnswer(
                ANSWER,
                fingerprint,
                scope,
                null,
                null,
                "secret?",
                Instant.parse("2026-11-28T12:00:00.123456Z"),
                tokens);
    }
}

package io.millrace.answer.kept;

import io.millrace.answer.Answer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An answer, and what it is found by.
 *
 * @param answer as it was sent; its id is the request's
 * @param fingerprint of all that the request asked for: a replay has the same. Not empty
 * @param scope of what the answer may be reused for: questions of the same scope may share answers. Opaque, not empty
 * @param tenant whose request it answers, or null
 * @param conversation the conversation that it is a turn of, or null
 * @param question the question, self-standing, as it was searched with
 * @param keptAt when; in milliseconds, what is finer is cut off
 * @param tokens that models took for it, at least 0
 */
public record KeptAnswer(
        Answer answer,
        String fingerprint,
        String scope,
        @Nullable String tenant,
        @Nullable String conversation,
        String question,
        Instant keptAt,
        long tokens) {

    public KeptAnswer {
        require(!fingerprint.isEmpty(), "an answer is kept with a fingerprint of its request");
        require(!scope.isEmpty(), "an answer is kept with a scope");
        require(tokens >= 0, "tokens must be at least 0, got " + tokens);
        keptAt = keptAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The request's id. */
    public String requestId() {
        return answer.id();
    }

    /** What it is as a turn of its conversation. */
    public Turn turn() {
        return new Turn(question, answer.answer(), keptAt);
    }

    /** Without texts: it may come into a log. */
    @Override
    public String toString() {
        return "KeptAnswer[requestId=%s, keptAt=%s, tokens=%d]".formatted(requestId(), keptAt, tokens);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}

package io.millrace.answer.kept;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question of a conversation and what was answered.
 *
 * @param question self-standing, as it was searched with
 * @param answer the answer in words, or null when there was none
 * @param at when the answer was kept
 */
public record Turn(String question, @Nullable String answer, Instant at) {
    /** Without texts: it may come into a log. */
    @Override
    public String toString() {
        return "Turn[at=" + at + "]";
    }
}

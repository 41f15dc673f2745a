package io.millrace.job.replay;

import io.millrace.failure.DeadLetter;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters to send round again.
 *
 * @param stages of these stages only; empty for all
 * @param codes of these reasons only; empty for all
 * @param since that failed then or later; null for whenever
 */
public record LetterChoice(
        Set<String> stages, Set<String> codes, @Nullable Instant since) {
    public static final LetterChoice ALL = new LetterChoice(Set.of(), Set.of(), null);

    public LetterChoice {
        stages = Set.copyOf(stages);
        codes = Set.copyOf(codes);
    }

    /** Whether the letter is one of them. */
    public boolean takes(DeadLetter letter) {
        return (stages.isEmpty() || stages.contains(letter.stage()))
                && (codes.isEmpty() || codes.contains(letter.reason().code()))
                && (since == null || !letter.failedAt().isBefore(since));
    }
}

package io.millrace.embed;

import io.millrace.failure.DeadLetter;
import io.millrace.index.IndexOperation;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What became of one step: the step with its vector, or a dead letter.
 *
 * @param operation the step, or null when its text was rejected
 * @param deadLetter why it was rejected, or null
 * @param tokens of the text that was embedded; 0 when none was
 */
public record EmbedOutcome(
        @Nullable IndexOperation operation, @Nullable DeadLetter deadLetter, int tokens) implements Serializable {}

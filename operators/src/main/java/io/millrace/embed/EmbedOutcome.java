package io.millrace.embed;

import io.millrace.failure.Reason;
import io.millrace.index.IndexOperation;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What became of one step.
 *
 * @param operation the step, a PUT with its vector unless it was rejected
 * @param rejected why the model takes this text from nobody, or null
 * @param tokens that were billed for the text; 0 when none was sent
 */
public record EmbedOutcome(
        IndexOperation operation, @Nullable Reason rejected, int tokens) implements Serializable {}

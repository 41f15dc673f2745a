package io.millrace.answer;

import io.millrace.answer.Answer.Status;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an answer while it is written. Deltas of a request come in the order of their sequence; what they make up is
 * provisional, the {@link Answer} is what counts.
 *
 * @param id the request's id
 * @param sequence from 0, one more each; a job that takes the request up again begins at 0 again
 * @param text what follows on the text so far; empty in the last one
 * @param restart whether the text begins here: what came before, if anything did, is void
 * @param status the answer's, in the last one; null before
 */
public record AnswerDelta(
        String id,
        int sequence,
        String text,
        boolean restart,
        @Nullable Status status) implements Serializable {
    public AnswerDelta {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence must be at least 0, got " + sequence);
        }
    }

    /** Whether the answer is there, and no delta comes after. */
    public boolean isLast() {
        return status != null;
    }

    /** Without the text: Flink writes a record that failed into the failure's message. */
    @Override
    public String toString() {
        return "AnswerDelta[id=%s, sequence=%d, restart=%s, status=%s]".formatted(id, sequence, restart, status);
    }
}

package io.millrace.answer;

import io.millrace.answer.Answer.Reused;
import io.millrace.answer.Answer.Status;
import io.millrace.failure.Reason;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one question of a batch was answered. Models, usage and timings are the whole batch's.
 *
 * @param question the question as it was asked, or null where it couldn't be taken
 * @param status how it went
 * @param answer the answer in words, or null when there is none
 * @param style who answers, as in {@link Answer}
 * @param citations what the answer rests on, by marker
 * @param results what a search found, best first
 * @param error why there is no answer, or null
 * @param notices what went otherwise than was asked for or configured
 * @param reused the answer to a nearly equal question that this one is, or null
 */
public record QuestionAnswer(
        @Nullable String question,
        Status status,
        @Nullable String answer,
        @Nullable String style,
        List<Citation> citations,
        List<Citation> results,
        @Nullable Reason error,
        List<Reason> notices,
        @Nullable Reused reused)
        implements Serializable {

    static QuestionAnswer of(@Nullable String question, Answer answer) {
        return new QuestionAnswer(
                question,
                answer.status(),
                answer.answer(),
                answer.style(),
                answer.citations(),
                answer.results(),
                answer.error(),
                answer.notices(),
                answer.reused());
    }
}

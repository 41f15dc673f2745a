package io.millrace.answer;

import io.millrace.failure.Reason;
import io.millrace.usage.Usage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one final answer to a request.
 *
 * @param id the request's id
 * @param status how it went
 * @param answer the answer in words, or null when there is none
 * @param style who answers: {@code generated} by a chat model or {@code extractive}; null for a search, and for a
 *     request that was refused or failed
 * @param citations what the answer rests on, by marker
 * @param results what a search found, best first
 * @param models the models that took part, by role: {@code embedding}, {@code chat}
 * @param usage what each model took, by role
 * @param timings milliseconds by stage: {@code embed}, {@code retrieve}, {@code answer}, {@code total}
 * @param error why there is no answer, or null
 * @param question the self-standing question that was searched with, where that is another than was asked; else null
 * @param notices what went otherwise than was asked for or configured, such as a reranker that was late
 * @param reused the answer to a nearly equal question that this one is, or null
 * @param answers those to each question of a batch, in their order; then there is no answer, citation or result beside them
 */
public record Answer(
        String id,
        Status status,
        @Nullable String answer,
        @Nullable String style,
        List<Citation> citations,
        List<Citation> results,
        Map<String, String> models,
        Map<String, Usage> usage,
        Map<String, Double> timings,
        @Nullable Reason error,
        @Nullable String question,
        List<Reason> notices,
        @Nullable Reused reused,
        List<QuestionAnswer> answers)
        implements Serializable {

    /** An answer to one question. */
    public Answer(
            String id,
            Status status,
            @Nullable String answer,
            @Nullable String style,
            List<Citation> citations,
            List<Citation> results,
            Map<String, String> models,
            Map<String, Usage> usage,
            Map<String, Double> timings,
            @Nullable Reason error,
            @Nullable String question,
            List<Reason> notices,
            @Nullable Reused reused) {
        this(
                id, status, answer, style, citations, results, models, usage, timings, error, question, notices, reused,
                List.of());
    }

    /** An answer of which nothing more is to be said. */
    public Answer(
            String id,
            Status status,
            @Nullable String answer,
            @Nullable String style,
            List<Citation> citations,
            List<Citation> results,
            Map<String, String> models,
            Map<String, Usage> usage,
            Map<String, Double> timings,
            @Nullable Reason error) {
        this(id, status, answer, style, citations, results, models, usage, timings, error, null, List.of(), null);
    }

    /**
     * Where an answer was taken from.
     *
     * @param requestId the request that it was written for
     * @param similarity the cosine of the two questions' vectors
     */
    public record Reused(String requestId, double similarity) implements Serializable {}

    /** The same, taken from another request's answer. */
    Answer reused(@Nullable Reused from) {
        return new Answer(
                id, status, answer, style, citations, results, models, usage, timings, error, question, notices, from,
                answers);
    }

    /** The same, with one notice more. */
    Answer noticing(Reason notice) {
        List<Reason> all = new ArrayList<>(notices);
        all.add(notice);
        return new Answer(
                id, status, answer, style, citations, results, models, usage, timings, error, question, all, reused,
                answers);
    }

    /** How it went. */
    public enum Status {
        ANSWERED,
        /** The documents hold no answer. */
        INSUFFICIENT_CONTEXT,
        /** The request was refused. */
        REJECTED,
        /** The request was in order, but something failed. */
        FAILED;

        /** The name in JSON: lower case with hyphens. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The answer to a request that was refused or failed. */
    public static Answer without(String id, Status status, Reason error) {
        return new Answer(id, status, null, null, List.of(), List.of(), Map.of(), Map.of(), Map.of(), error);
    }

    /**
     * The model that a role of {@link #usage} took. What has no model of its own, such as the sentences of a quoted answer,
     * took the embedding model; null when the answer took none.
     */
    @Nullable
    String modelOf(String role) {
        return models.getOrDefault(role, models.get("embedding"));
    }
}

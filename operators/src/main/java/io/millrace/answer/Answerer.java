package io.millrace.answer;

import io.millrace.embed.Vector;
import io.millrace.failure.Reason;
import io.millrace.retrieve.Evidence;
import io.millrace.usage.Usage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers a question from the chunks that were found for it. Safe for use by many threads. */
public interface Answerer extends AutoCloseable {
    /**
     * The answer. The future fails with a {@link io.millrace.failure.ClassifiedException}.
     *
     * @param question the question
     * @param vector the question's vector; null where the question was searched with by its words alone
     * @param evidence what was found, best first; at least one
     * @param parts takes the text piece by piece while it is written, where that can be done; null when nobody wants it
     *     before it is checked
     */
    CompletableFuture<Written> write(
            String question, @Nullable Vector vector, List<Evidence> evidence, @Nullable Consumer<String> parts);

    /** The models that take part beside the embedding model's query, by role. */
    Map<String, String> models();

    @Override
    void close();

    /**
     * What was written.
     *
     * @param status answered, insufficient-context or failed
     * @param text the answer with its markers, or null when there is none
     * @param style {@code generated} or {@code extractive}
     * @param citations what it rests on, by marker
     * @param reason why there is no answer, or null
     * @param usage what it took, by role
     * @param notice what there is to say of an answer all the same, or null
     */
    record Written(
            Answer.Status status,
            @Nullable String text,
            String style,
            List<Citation> citations,
            @Nullable Reason reason,
            Map<String, Usage> usage,
            @Nullable Reason notice) {

        /** One of which nothing more is to be said. */
        public Written(
                Answer.Status status,
                @Nullable String text,
                String style,
                List<Citation> citations,
                @Nullable Reason reason,
                Map<String, Usage> usage) {
            this(status, text, style, citations, reason, usage, null);
        }

        static Written insufficient(String style, String message, Map<String, Usage> usage) {
            return new Written(
                    Answer.Status.INSUFFICIENT_CONTEXT,
                    null,
                    style,
                    List.of(),
                    new Reason("insufficient-context", message),
                    usage);
        }
    }
}

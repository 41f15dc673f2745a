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
     * The answer. The future fails with a {@link io.millrace.failure.ClassifiedException}; cancelling it gives up what is
     * in flight.
     *
     * @param question the question
     * @param images what to look at with it; none where {@link #looksAtImages()} says no
     * @param vector the question's vector; null where the question was searched with by its words alone
     * @param evidence what was found, best first; at least one
     * @param parts takes the text piece by piece while it is written, where that can be done; null when nobody wants it
     *     before it is checked
     */
    CompletableFuture<Written> write(
            String question,
            List<Image> images,
            @Nullable Vector vector,
            List<Evidence> evidence,
            @Nullable Consumer<String> parts);

    /** Whether it can be shown images. */
    default boolean looksAtImages() {
        return false;
    }

    /**
     * Tokens that a model may read and write for an answer to the question, at the most; 0 where that isn't known.
     *
     * @param images that it is shown
     */
    default long most(String question, int images) {
        return 0;
    }

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
     * @param notices what is to be known of the answer, such as that it was cut off
     */
    record Written(
            Answer.Status status,
            @Nullable String text,
            String style,
            List<Citation> citations,
            @Nullable Reason reason,
            Map<String, Usage> usage,
            List<Reason> notices) {

        /** As above, where nothing more is to be known. */
        Written(
                Answer.Status status,
                @Nullable String text,
                String style,
                List<Citation> citations,
                @Nullable Reason reason,
                Map<String, Usage> usage) {
            this(status, text, style, citations, reason, usage, List.of());
        }

        /** This, with what is to be known of it. */
        Written noticing(List<Reason> more) {
            return new Written(status, text, style, citations, reason, usage, List.copyOf(more));
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

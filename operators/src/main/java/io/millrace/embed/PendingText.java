package io.millrace.embed;

import io.millrace.failure.ClassifiedException;
import org.jspecify.annotations.Nullable;

/** A text that waits for its vector. Its outcome is told on any thread, once. */
interface PendingText {
    /** The text, not blank, within the model's limit. */
    String text();

    /** How many tokens it has. */
    int tokens();

    /** Whose it is, or null. */
    default @Nullable String tenant() {
        return null;
    }

    /**
     * Its vector.
     *
     * @param sent whether the model was asked about it; not when it was about an equal text
     */
    void embedded(Vector vector, boolean sent);

    /** Why it has none: rejected by the model, or the stage can't go on. */
    void failed(ClassifiedException failure);
}

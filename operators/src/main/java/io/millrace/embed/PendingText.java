package io.millrace.embed;

import io.millrace.failure.ClassifiedException;
import org.jspecify.annotations.Nullable;

/** A text that waits for its vector. Its outcome is told on any thread, once. */
interface PendingText {
    /** The text, not blank, within the model's limit. */
    String text();

    /** How many tokens it has, about. */
    int tokens();

    /** Whose it is, or null. */
    default @Nullable String tenant() {
        return null;
    }

    /** The document that it is of, whatever names it; null for none. */
    default @Nullable Object document() {
        return null;
    }

    /** Whether somebody still waits for its vector. Once it is false it stays so. */
    default boolean isWanted() {
        return true;
    }

    /**
     * Its vector.
     *
     * @param billed its part of the tokens that were billed; 0 where the model was asked about an equal text
     */
    void embedded(Vector vector, int billed);

    /** Why it has none: rejected by the model, or the stage can't go on. */
    void failed(ClassifiedException failure);
}

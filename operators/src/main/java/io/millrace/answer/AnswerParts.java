package io.millrace.answer;

/** Takes an answer's text piece by piece while it is written. Called by one thread after another, never by two at once. */
@FunctionalInterface
public interface AnswerParts {
    /** For requests that want their answers whole. */
    AnswerParts UNWANTED = part -> {};

    /** Takes the piece that follows on what was told before. */
    void tell(String part);

    /** The text is written from its beginning, as when a chat model broke off: what was told before is void. */
    default void startOver() {}
}

package io.millrace.answer;

import java.util.function.Consumer;

/**
 * Passes pieces on, but holds a text back as long as it may be the words that say that there is no answer: those are
 * meant for the job, not for readers. For one thread at a time.
 */
final class UnlessNoAnswer implements Consumer<String> {
    private final Consumer<String> parts;
    private final StringBuilder held = new StringBuilder();
    private boolean passing;

    UnlessNoAnswer(Consumer<String> parts) {
        this.parts = parts;
    }

    @Override
    public void accept(String piece) {
        if (passing) {
            parts.accept(piece);
            return;
        }
        held.append(piece);
        String text = held.toString();
        if (!ChatAnswerer.NO_ANSWER.startsWith(text.strip()) && !text.strip().startsWith(ChatAnswerer.NO_ANSWER)) {
            passing = true;
            parts.accept(text);
        }
    }
}

package io.millrace.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;

/**
 * Prints an answer's text while it is written, and what belongs to it when it is there. What was printed can't be taken
 * back: where the text begins anew, or is another one when it is checked, it says so and prints that one. For one answer,
 * and one thread.
 */
public final class StreamPrinter {
    private final AnswerPrinter printer;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;
    private final PartialText text = new PartialText();
    private final WordWrap lines;
    private String shown = "";

    /** Prints to where the printer of whole answers does; its arguments are the same. */
    public StreamPrinter(PrintStream out, PrintStream err, boolean json, int columns) {
        this.printer = new AnswerPrinter(out, err, json, columns);
        this.out = out;
        this.err = err;
        this.json = json;
        this.lines = new WordWrap(out, columns, "");
    }

    /**
     * Prints the next delta: what it adds to the text, or all of it as JSON.
     *
     * @throws OutputClosedException when nobody takes it
     */
    public void take(JsonNode delta) {
        if (json) {
            printer.printJson(delta);
        } else {
            text.take(delta);
            show(text.soFar(), false);
        }
        OutputClosedException.check(out);
    }

    /**
     * Prints the answer, without what is printed already.
     *
     * @throws OutputClosedException when nobody takes it
     */
    public void finish(JsonNode answer) {
        if (json || shown.isEmpty()) {
            printer.print(answer);
            return;
        }
        if (AnswerPrinter.isAnswered(answer)) {
            show(answer.path("answer").asText(), true);
            lines.endLine();
            printer.printSources(answer);
        } else {
            lines.endLine();
            err.println("The text above is void:");
            printer.printReason(answer);
        }
        OutputClosedException.check(out);
    }

    private void show(String whole, boolean complete) {
        if (whole.startsWith(shown)) {
            lines.print(whole.substring(shown.length()));
            shown = whole;
        } else if (complete || !shown.startsWith(whole)) {
            lines.endLine();
            err.println(
                    complete
                            ? "The text above is void; what holds when it is checked:"
                            : "The text above is void; it begins anew:");
            lines.print(whole);
            shown = whole;
        }
    }
}

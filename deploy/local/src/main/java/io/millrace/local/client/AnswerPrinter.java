package io.millrace.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Prints answers for a person to read, or as they are for a program. What there is goes to standard output; why there is
 * none, and what went otherwise than asked for, to standard error, but as JSON, which says it all.
 */
public final class AnswerPrinter {
    private static final int SNIPPET = 200;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;
    private final int columns;

    /** @param columns the greatest width of a line; 0 to break none */
    public AnswerPrinter(PrintStream out, PrintStream err, boolean json, int columns) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.columns = columns;
    }

    /**
     * Prints the answer.
     *
     * @throws OutputClosedException when nobody takes it
     */
    public void print(JsonNode answer) {
        if (json) {
            printJson(answer);
        } else if (isAnswered(answer) && answer.has("answer")) {
            line("", answer.get("answer").asText());
            printSources(answer);
        } else if (isAnswered(answer)) {
            printResults(answer);
        } else {
            printReason(answer);
        }
        OutputClosedException.check(out);
    }

    /** Prints it as the topic holds it, on a line. */
    void printJson(JsonNode record) {
        byte[] line = (record + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(line, 0, line.length);
        out.flush();
    }

    /** Prints what an answer's text rests on, and how it came about. */
    void printSources(JsonNode answer) {
        out.println();
        for (JsonNode citation : answer.path("citations")) {
            line("      ", "  [%d] %s".formatted(citation.path("marker").asInt(), place(citation)));
        }
        if (!answer.path("citations").isEmpty()) {
            out.println();
        }
        line("", about(answer));
        printNotices(answer);
    }

    /** Says why there is no answer. */
    void printReason(JsonNode answer) {
        String reason = answer.at("/error/message").asText("no reason was given");
        WordWrap.line(err, 0, "", "(%s) %s".formatted(answer.path("status").asText(), reason));
        printNotices(answer);
    }

    static boolean isAnswered(JsonNode answer) {
        return answer.path("status").asText().equals("answered");
    }

    private void printResults(JsonNode answer) {
        if (answer.path("results").isEmpty()) {
            out.println("Nothing was found.");
        }
        for (JsonNode result : answer.path("results")) {
            line(
                    "      ",
                    String.format(
                            Locale.ROOT,
                            "%2d. %.3f  %s",
                            result.path("marker").asInt(),
                            result.path("score").asDouble(),
                            place(result)));
            line("      ", "      " + snippet(result.path("text").asText()));
        }
        printNotices(answer);
    }

    private void printNotices(JsonNode answer) {
        out.flush();
        for (JsonNode notice : answer.path("notices")) {
            WordWrap.line(err, 0, "", "Note: " + notice.path("message").asText());
        }
    }

    private static String about(JsonNode answer) {
        StringBuilder about = new StringBuilder();
        if (answer.has("question")) {
            about.append("Understood as: ")
                    .append(answer.get("question").asText())
                    .append('\n');
        }
        about.append(
                answer.path("style").asText().equals("extractive")
                        ? "Extractive: quoted from the documents, no chat model configured"
                        : "Written by " + answer.at("/models/chat").asText());
        if (answer.has("reused")) {
            about.append(", for a nearly equal question");
        }
        return about.append(String.format(
                        Locale.ROOT, ", %.0f ms", answer.at("/timings/total").asDouble()))
                .toString();
    }

    private static String place(JsonNode citation) {
        StringBuilder place = new StringBuilder(citation.path("documentId").asText());
        String title = citation.path("title").asText("");
        StringBuilder path = new StringBuilder(title);
        for (JsonNode heading : citation.path("headings")) {
            if (!heading.asText().equals(title)) {
                path.append(path.isEmpty() ? "" : " > ").append(heading.asText());
            }
        }
        if (!path.isEmpty()) {
            place.append(" (").append(path).append(')');
        }
        if (citation.has("page")) {
            place.append(", page ").append(citation.get("page").asInt());
        }
        place.append(", characters ")
                .append(citation.path("start").asInt())
                .append('–')
                .append(citation.path("end").asInt());
        // Where a browser gets it; of a file, the id says the same in short.
        String uri = citation.path("uri").asText("");
        if (uri.startsWith("http://") || uri.startsWith("https://")) {
            place.append(", ").append(uri);
        }
        return place.toString().replaceAll("\\s+", " ");
    }

    private static String snippet(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        if (line.length() <= SNIPPET) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(SNIPPET - 1)) ? SNIPPET - 1 : SNIPPET;
        return line.substring(0, end) + "…";
    }

    private void line(String indent, String text) {
        WordWrap.line(out, columns, indent, text);
    }
}

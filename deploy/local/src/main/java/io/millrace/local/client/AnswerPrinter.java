package io.millrace.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;

/** Prints answers for a person to read, or as they are for a program. */
public final class AnswerPrinter {
    private static final int SNIPPET = 200;

    private final PrintStream out;
    private final boolean json;

    public AnswerPrinter(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** Prints the answer; gives whether there was one. */
    public boolean print(JsonNode answer) {
        String status = answer.path("status").asText();
        if (json) {
            out.println(answer);
        } else if (status.equals("answered")) {
            printAnswered(answer);
        } else {
            out.printf("(%s) %s%n", status, answer.at("/error/message").asText("no reason was given"));
        }
        out.flush();
        return status.equals("answered");
    }

    private void printAnswered(JsonNode answer) {
        if (answer.has("answer")) {
            out.println(answer.get("answer").asText());
            out.println();
            for (JsonNode citation : answer.path("citations")) {
                out.printf("  [%d] %s%n", citation.path("marker").asInt(), place(citation));
            }
            out.printf(
                    "%n%s, %.0f ms%n",
                    style(answer), answer.at("/timings/total").asDouble());
            return;
        }
        if (answer.path("results").isEmpty()) {
            out.println("Nothing was found.");
        }
        for (JsonNode result : answer.path("results")) {
            out.printf(
                    "%2d. %.3f  %s%n      %s%n",
                    result.path("marker").asInt(),
                    result.path("score").asDouble(),
                    place(result),
                    snippet(result.path("text").asText()));
        }
    }

    private static String style(JsonNode answer) {
        String chat = answer.at("/models/chat").asText("");
        return answer.path("style").asText().equals("extractive")
                ? "Extractive: quoted from the documents, no chat model configured"
                : "Written by " + chat;
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
        return place.toString();
    }

    private static String snippet(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= SNIPPET ? line : line.substring(0, SNIPPET) + "…";
    }
}

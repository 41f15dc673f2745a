package io.millrace.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.local.client.AnswerPrinter;
import io.millrace.local.client.QueryClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;

/** Questions and answers, one after the other. */
final class Conversation {
    private static final int FAILED = 1;

    private final QueryClient client;
    private final AnswerPrinter printer;
    private final Duration patience;

    Conversation(QueryClient client, AnswerPrinter printer, Duration patience) {
        this.client = client;
        this.printer = printer;
        this.patience = patience;
    }

    /** Answers each question; 0 when each got an answer, be it that there is none. */
    int of(List<String> questions) throws IOException {
        int code = 0;
        for (String question : questions) {
            System.err.printf("%n> %s%n%n", question);
            code = Math.max(code, ask(question));
        }
        return code;
    }

    /** Takes questions until an empty line or the end of input. */
    int onTerminal() throws IOException {
        System.err.println("Ask away; an empty line ends.");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        while (true) {
            System.err.print("> ");
            String question = lines.readLine();
            if (question == null || question.isBlank()) {
                return 0;
            }
            System.err.println();
            ask(question.strip());
            System.err.println();
        }
    }

    private int ask(String question) throws IOException {
        JsonNode answer = client.answer(QueryClient.request("ask", question), patience);
        if (answer == null) {
            System.err.printf("No answer came within %d s.%n", patience.toSeconds());
            return FAILED;
        }
        printer.print(answer);
        return answer.path("status").asText().equals("failed") ? FAILED : 0;
    }
}

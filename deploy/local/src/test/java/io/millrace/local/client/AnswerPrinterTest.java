package io.millrace.local.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.document.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerPrinterTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @Test
    void printsAnAnswerWithItsSources() throws JsonProcessingException {
        print("""
                {"id": "r", "status": "answered", "answer": "“Cats sleep.” [1]", "style": "extractive",
                 "citations": [{"marker": 1, "documentId": "cats.md", "title": "Cats", "headings": ["Cats", "Sleep"],
                                "start": 8, "end": 19, "page": 2, "score": 0.5}],
                 "results": [], "models": {"embedding": "m"}, "timings": {"total": 41.6}}""");

        assertThat(printed()).isEqualTo("""
                “Cats sleep.” [1]

                  [1] cats.md (Cats > Sleep), page 2, characters 8–19

                Extractive: quoted from the documents, no chat model configured, 42 ms
                """);
    }

    @Test
    void namesTheModelThatWroteAnAnswer() throws JsonProcessingException {
        print("""
                {"status": "answered", "answer": "They sleep. [1]", "style": "generated",
                 "citations": [{"marker": 1, "documentId": "cats.md", "start": 0, "end": 11}],
                 "models": {"chat": "gpt-5-mini"}, "timings": {"total": 1200}}""");

        assertThat(printed()).isEqualTo("""
                They sleep. [1]

                  [1] cats.md, characters 0–11

                Written by gpt-5-mini, 1200 ms
                """);
    }

    @Test
    void printsWhatASearchFoundOnALineEach() throws JsonProcessingException {
        print("""
                {"status": "answered", "citations": [], "results": [
                  {"marker": 1, "documentId": "cats.md", "title": "Cats", "headings": [], "start": 0, "end": 20,
                   "score": 0.51249, "text": "Cats\\n\\n sleep   well"},
                  {"marker": 2, "documentId": "dogs.md", "start": 5, "end": 300, "score": 0.25, "text": "%s"}]}""".formatted("wuff ".repeat(50)));

        assertThat(printed()).isEqualTo("""
                 1. 0.512  cats.md (Cats), characters 0–20
                      Cats sleep well
                 2. 0.250  dogs.md, characters 5–300
                      %s…
                """.formatted("wuff ".repeat(40).strip() + " "));
    }

    @Test
    void saysThatASearchFoundNothing() throws JsonProcessingException {
        print("{\"status\": \"answered\", \"results\": []}");

        assertThat(printed()).isEqualTo("Nothing was found.\n");
    }

    @Test
    void saysWhyThereIsNoAnswerOnStandardError() throws JsonProcessingException {
        print(
                "{\"status\": \"rejected\", \"error\": {\"code\": \"bad-top-k\", \"message\": \"topK must be positive\"}}");

        assertThat(printed()).isEmpty();
        assertThat(text(told)).isEqualTo("(rejected) topK must be positive\n");
    }

    @Test
    void breaksLinesBetweenWordsToTheWidthOfTheTerminal() throws JsonProcessingException {
        print(20, """
                {"status": "answered", "answer": "Cats sleep for sixteen hours a day. [1]", "style": "extractive",
                 "citations": [{"marker": 1, "documentId": "cats.md", "title": "Cats", "start": 8, "end": 19}],
                 "timings": {"total": 1}}""");

        assertThat(printed()).isEqualTo("""
                Cats sleep for
                sixteen hours a day.
                [1]

                  [1] cats.md
                      (Cats),
                      characters
                      8–19

                Extractive: quoted
                from the documents,
                no chat model
                configured, 1 ms
                """);
    }

    @Test
    void saysWhatWentOtherwiseThanAskedFor() throws JsonProcessingException {
        print("""
                {"status": "answered", "answer": "Yes. [1]", "style": "generated", "models": {"chat": "m"},
                 "citations": [{"marker": 1, "documentId": "d", "start": 0, "end": 4, "uri": "https://docs/d"}],
                 "question": "Do cats sleep?", "reused": {"requestId": "q", "similarity": 0.99},
                 "notices": [{"code": "rerank-late", "message": "the rerank model was late"}], "timings": {"total": 2}}""");

        assertThat(printed()).isEqualTo("""
                Yes. [1]

                  [1] d, characters 0–4, https://docs/d

                Understood as: Do cats sleep?
                Written by m, for a nearly equal question, 2 ms
                """);
        assertThat(text(told)).isEqualTo("Note: the rerank model was late\n");
    }

    @Test
    void showsNoOrdersToTheTerminalThatStandInDocuments() throws JsonProcessingException {
        print("{\"status\": \"answered\", \"results\": [{\"marker\": 1, \"documentId\": \"d\\u001b[2J\", \"start\": 0,"
                + " \"end\": 1, \"score\": 1, \"text\": \"a\\u0007b\\u009bc\"}]}");

        assertThat(printed()).isEqualTo(" 1. 1.000  d\uFFFD[2J, characters 0–1\n      a\uFFFDb\uFFFDc\n");
    }

    @Test
    void endsWhenNobodyTakesWhatItPrints() {
        PrintStream closed = new PrintStream(new OutputStream() {
            @Override
            public void write(int any) throws IOException {
                throw new IOException("Broken pipe");
            }
        });

        assertThatThrownBy(() -> new AnswerPrinter(closed, closed, true, 0).print(Json.MAPPER.createObjectNode()))
                .isInstanceOf(OutputClosedException.class);
    }

    @Test
    void printsJsonAsItCame() throws JsonProcessingException {
        printer(true, 0).print(Json.MAPPER.readTree("{\"id\": \"r\", \"status\": \"insufficient-context\"}"));

        assertThat(printed()).isEqualTo("{\"id\":\"r\",\"status\":\"insufficient-context\"}\n");
        assertThat(text(told)).isEmpty();
    }

    private void print(String json) throws JsonProcessingException {
        print(0, json);
    }

    private void print(int columns, String json) throws JsonProcessingException {
        printer(false, columns).print(Json.MAPPER.readTree(json));
    }

    private AnswerPrinter printer(boolean json, int columns) {
        return new AnswerPrinter(
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                new PrintStream(told, true, StandardCharsets.UTF_8),
                json,
                columns);
    }

    private String printed() {
        return text(printed);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}

package io.millrace.local.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.document.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerPrinterTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void printsAnAnswerWithItsSources() throws JsonProcessingException {
        boolean answered = print("""
                {"id": "r", "status": "answered", "answer": "“Cats sleep.” [1]", "style": "extractive",
                 "citations": [{"marker": 1, "documentId": "cats.md", "title": "Cats", "headings": ["Cats", "Sleep"],
                                "start": 8, "end": 19, "page": 2, "score": 0.5}],
                 "results": [], "models": {"embedding": "m"}, "timings": {"total": 41.6}}""");

        assertThat(answered).isTrue();
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
        boolean answered = print("""
                {"status": "answered", "citations": [], "results": [
                  {"marker": 1, "documentId": "cats.md", "title": "Cats", "headings": [], "start": 0, "end": 20,
                   "score": 0.51249, "text": "Cats\\n\\n sleep   well"},
                  {"marker": 2, "documentId": "dogs.md", "start": 5, "end": 300, "score": 0.25, "text": "%s"}]}""".formatted("wuff ".repeat(50)));

        assertThat(answered).isTrue();
        assertThat(printed()).isEqualTo("""
                 1. 0.512  cats.md (Cats), characters 0–20
                      Cats sleep well
                 2. 0.250  dogs.md, characters 5–300
                      %s…
                """.formatted("wuff ".repeat(40).strip() + " "));
    }

    @Test
    void saysThatASearchFoundNothing() throws JsonProcessingException {
        boolean answered = print("{\"status\": \"answered\", \"results\": []}");

        assertThat(answered).isTrue();
        assertThat(printed()).isEqualTo("Nothing was found.\n");
    }

    @Test
    void saysWhyThereIsNoAnswer() throws JsonProcessingException {
        boolean answered = print(
                "{\"status\": \"rejected\", \"error\": {\"code\": \"bad-top-k\", \"message\": \"topK must be positive\"}}");

        assertThat(answered).isFalse();
        assertThat(printed()).isEqualTo("(rejected) topK must be positive\n");
    }

    @Test
    void printsJsonAsItCame() throws JsonProcessingException {
        new AnswerPrinter(new PrintStream(printed, true, StandardCharsets.UTF_8), true)
                .print(Json.MAPPER.readTree("{\"id\": \"r\", \"status\": \"insufficient-context\"}"));

        assertThat(printed()).isEqualTo("{\"id\":\"r\",\"status\":\"insufficient-context\"}\n");
    }

    private boolean print(String json) throws JsonProcessingException {
        return new AnswerPrinter(new PrintStream(printed, true, StandardCharsets.UTF_8), false)
                .print(Json.MAPPER.readTree(json));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}

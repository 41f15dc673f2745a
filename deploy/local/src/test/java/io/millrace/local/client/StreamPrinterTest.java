package io.millrace.local.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StreamPrinterTest {
    private static final String SOURCES = "\n\n  [1] cats.md, characters 0–11\n\nWritten by m, 1 ms\n";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final StreamPrinter printer = printer(false, 0);

    @Test
    void printsTextAsItComesAndThenItsSources() {
        printer.take(delta(0, "They ", true));
        assertThat(text(printed)).isEqualTo("They ");

        printer.take(delta(1, "sleep. [1]", false));
        printer.take(delta(2, "", false));
        printer.finish(answer("They sleep. [1]"));

        assertThat(text(printed)).isEqualTo("They sleep. [1]" + SOURCES);
        assertThat(text(told)).isEmpty();
    }

    @Test
    void completesTextWhoseLastPiecesCameAfterTheAnswer() {
        printer.take(delta(0, "They ", true));

        printer.finish(answer("They sleep. [1]"));

        assertThat(text(printed)).isEqualTo("They sleep. [1]" + SOURCES);
    }

    @Test
    void printsAnAnswerThatCameInNoPieces() {
        printer.finish(answer("They sleep. [1]"));

        assertThat(text(printed)).isEqualTo("They sleep. [1]" + SOURCES);
    }

    @Test
    void passesOverAPieceOutOfItsTurn() {
        printer.take(delta(0, "They ", true));
        printer.take(delta(2, "never ", false));
        printer.take(delta(0, "They ", false));
        printer.take(delta(1, "sleep. [1]", false));

        printer.finish(answer("They sleep. [1]"));

        assertThat(text(printed)).isEqualTo("They sleep. [1]" + SOURCES);
    }

    @Test
    void saysNothingOfATextThatBeginsAnewWithTheSameWords() {
        printer.take(delta(0, "They sle", true));
        printer.take(delta(0, "They ", true));
        printer.take(delta(1, "sleep. [1]", false));

        printer.finish(answer("They sleep. [1]"));

        assertThat(text(printed)).isEqualTo("They sleep. [1]" + SOURCES);
        assertThat(text(told)).isEmpty();
    }

    @Test
    void saysThatATextBeginsAnewWithOtherWords() {
        printer.take(delta(0, "Cats are", true));
        printer.take(delta(0, "They sleep. [1]", true));

        printer.finish(answer("They sleep. [1]"));

        assertThat(text(printed)).isEqualTo("Cats are\nThey sleep. [1]" + SOURCES);
        assertThat(text(told)).isEqualTo("The text above is void; it begins anew:\n");
    }

    @Test
    void printsWhatIsLeftOfATextThatWasChecked() {
        printer.take(delta(0, "They sleep. [7] [1]", true));

        printer.finish(answer("They sleep. [1]"));

        assertThat(text(printed)).isEqualTo("They sleep. [7] [1]\nThey sleep. [1]" + SOURCES);
        assertThat(text(told)).isEqualTo("The text above is void; what holds when it is checked:\n");
    }

    @Test
    void saysThatATextWasTurnedDown() {
        printer.take(delta(0, "I think so.", true));

        ObjectNode turnedDown = Json.MAPPER.createObjectNode().put("status", "insufficient-context");
        turnedDown.putObject("error").put("code", "c").put("message", "it cites nothing");
        printer.finish(turnedDown);

        assertThat(text(printed)).isEqualTo("I think so.\n");
        assertThat(text(told)).isEqualTo("The text above is void:\n(insufficient-context) it cites nothing\n");
    }

    @Test
    void breaksLinesOfTextThatComesInPieces() {
        StreamPrinter narrow = printer(false, 20);

        narrow.take(delta(0, "Cats sleep for six", true));
        narrow.take(delta(1, "teen hours a day.", false));
        narrow.finish(answer("Cats sleep for sixteen hours a day. [1]"));

        assertThat(text(printed)).startsWith("Cats sleep for\nsixteen hours a day.\n[1]\n\n");
    }

    @Test
    void printsPiecesAndAnswerAsJsonOnALineEach() {
        StreamPrinter json = printer(true, 20);

        json.take(delta(0, "They sleep. [1]", true));
        json.finish(Json.MAPPER.createObjectNode().put("status", "answered"));

        assertThat(text(printed)).isEqualTo("""
                {"sequence":0,"text":"They sleep. [1]","restart":true}
                {"status":"answered"}
                """);
    }

    private StreamPrinter printer(boolean json, int columns) {
        return new StreamPrinter(
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                new PrintStream(told, true, StandardCharsets.UTF_8),
                json,
                columns);
    }

    private static ObjectNode delta(int sequence, String text, boolean restart) {
        return Json.MAPPER
                .createObjectNode()
                .put("sequence", sequence)
                .put("text", text)
                .put("restart", restart);
    }

    private static ObjectNode answer(String text) {
        ObjectNode answer = Json.MAPPER
                .createObjectNode()
                .put("status", "answered")
                .put("answer", text)
                .put("style", "generated");
        answer.putObject("models").put("chat", "m");
        answer.putObject("timings").put("total", 1);
        answer.putArray("citations")
                .addObject()
                .put("marker", 1)
                .put("documentId", "cats.md")
                .put("start", 0)
                .put("end", 11);
        return answer;
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}

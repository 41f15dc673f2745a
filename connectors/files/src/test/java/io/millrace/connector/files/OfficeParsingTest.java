package io.millrace.connector.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Bytes;
import io.millrace.document.ContentParser.Parsed;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OfficeParsingTest {
    private final TikaContentParser parser = new TikaContentParser(ParseLimits.DEFAULT);

    @Test
    void readsCommaSeparatedValuesAsATable() {
        assertThat(parse("name,text\r\na,\"one, \"\"two\"\"\nthree\"\r\nb,\r\n", "a.csv")
                        .text())
                .isEqualTo("""
                        | name | text |
                        | --- | --- |
                        | a | one, "two" three |
                        | b |  |""");
    }

    @Test
    void findsTheSeparatorOfValues() {
        assertThat(parse("a;1,5\nb;2,5\nc;3", "a.csv").text())
                .isEqualTo("| a | 1,5 |\n| --- | --- |\n| b | 2,5 |\n| c | 3 |");
        assertThat(parse("a\t1\nb\t2", "a.tsv").text()).isEqualTo("| a | 1 |\n| --- | --- |\n| b | 2 |");
    }

    @Test
    void readsValuesWithStrayQuotes() {
        assertThat(parse("a,b\n\"x\" y,2\n\"open,3", "a.csv").text())
                .contains("| a | b |")
                .contains("open,3");
    }

    @Test
    void readsAMessageWithItsAttachments() {
        Parsed parsed = parse(message("text/plain; name=\"notes.txt\"", "Attached\r\n\r\nnotes"), "a.eml");

        assertThat(parsed.title()).isEqualTo("The subject");
        assertThat(parsed.text()).isEqualTo("Hello,\nline two.\n\nBye\n\n# notes.txt\n\nAttached\n\nnotes");
    }

    @Test
    void followsDocumentsWithinDocumentsOnlySoDeep() {
        byte[] nested = message("message/rfc822", message("text/plain; name=\"deep.txt\"", "Deepest"))
                .getBytes(UTF_8);
        TikaContentParser shallow =
                new TikaContentParser(new ParseLimits(1000, 0, Duration.ofMinutes(1), ParseLimits.LEAST_MEMORY));

        assertThat(parser.parse(new Bytes(nested), null, "a.eml").text()).contains("Deepest");
        assertThat(shallow.parse(new Bytes(nested), null, "a.eml").text()).doesNotContain("Deepest");
    }

    @Test
    void readsRichText() {
        assertThat(parse("{\\rtf1\\ansi Hello \\b bold\\b0  world.\\par Second.}", "a.rtf")
                        .text())
                .isEqualTo("Hello bold world.\n\nSecond.");
    }

    private Parsed parse(String content, String name) {
        return parser.parse(Bytes.utf8(content), null, name);
    }

    private static String message(String attachmentType, String attachment) {
        return """
                From: a@example.invalid
                To: b@example.invalid
                Subject: The subject
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="%1$s"

                --%1$s
                Content-Type: text/plain; charset=utf-8

                Hello,
                line two.

                Bye
                --%1$s
                Content-Type: %2$s
                Content-Disposition: attachment

                %3$s
                --%1$s--
                """.formatted("b" + Integer.toHexString(attachment.hashCode()), attachmentType, attachment);
    }
}

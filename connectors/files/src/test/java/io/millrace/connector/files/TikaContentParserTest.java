package io.millrace.connector.files;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.document.Bytes;
import io.millrace.document.ContentParser.Parsed;
import io.millrace.document.Document.Markup;
import io.millrace.failure.RejectedException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TikaContentParserTest {
    private static final String RUSSIAN = "Однажды, в студеную зимнюю пору, я из лесу вышел; был сильный мороз.";
    private static final String SUPPORTED = " can't be read. Supported: CSV, DOC, DOCX, e-mail (EML, MSG), EPUB, HTML,"
            + " JSON, Markdown, ODF (ODT, ODS, ODP), PDF, plain text of any kind, PPT, PPTX, RTF, XHTML, XLS, XLSX, XML";

    private final TikaContentParser parser = new TikaContentParser(ParseLimits.DEFAULT);

    @Test
    void givesPlainTextToTheLetter() {
        String text = "First  line\r\n\r\n\r\n\r\n\tindented # no heading\n  ";

        assertThat(parse(text, "a.txt")).isEqualTo(new Parsed("text/plain", null, text, Markup.PLAIN, List.of()));
    }

    @Test
    void givesMarkdownToTheLetterWithItsTitle() {
        String text = "# A *fine* title #\r\n\n\n\nText   with `code`\n";

        assertThat(parse(text, "a.md"))
                .isEqualTo(new Parsed("text/markdown", "A fine title", text, Markup.MARKDOWN, List.of()));
    }

    @Test
    void readsMarkdownThatBeginsWithHtml() {
        Parsed parsed = parse("<h1 align=\"center\">Logo</h1>\n\n# Project\n", "README.md");

        assertThat(parsed.markup()).isEqualTo(Markup.MARKDOWN);
        assertThat(parsed.title()).isEqualTo("Project");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t "})
    void returnsEmptyAndBlankTextAsItIs(String text) {
        assertThat(parse(text, "a.txt").text()).isEqualTo(text);
        assertThat(parse(text, "a.md").text()).isEqualTo(text);
    }

    @Test
    void returnsNoTextForAnEmptyFileOfAnyType() {
        assertThat(parse("", "a.pdf").text()).isEmpty();
        assertThat(parse("", null).text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1251", "KOI8-R", "IBM866", "ISO-8859-5", "UTF-16LE", "UTF-16BE"})
    void detectsTheEncodingOfText(String charset) {
        assertThat(parse(RUSSIAN.repeat(3).getBytes(Charset.forName(charset)), null, "a.txt")
                        .text())
                .isEqualTo(RUSSIAN.repeat(3));
    }

    @Test
    void detectsAnEncodingThatShowsOnlyFarDown() {
        String text = "plain ascii line\n".repeat(20_000) + RUSSIAN.repeat(5);

        assertThat(parse(text.getBytes(Charset.forName("windows-1251")), null, "a.txt")
                        .text())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void obeysAByteOrderMarkAndDropsIt(String charset) {
        assertThat(parse("\uFEFFHi, Ünïcödé".getBytes(Charset.forName(charset)), null, "a.txt")
                        .text())
                .isEqualTo("Hi, Ünïcödé");
    }

    @Test
    void replacesTheFewBytesThatAreBrokenInSoundUtf8() {
        byte[] bytes = "größer größer größer größer größer größer X".getBytes(UTF_8);
        bytes[bytes.length - 1] = (byte) 0xFF;

        assertThat(parse(bytes, null, "a.txt").text()).isEqualTo("größer größer größer größer größer größer \uFFFD");
    }

    @Test
    void takesALoneStrangeByteForWesternText() {
        byte[] bytes = {'I', 't', (byte) 0x92, 's'};

        assertThat(parse(bytes, null, "a.txt").text()).isEqualTo("It’s");
    }

    @Test
    void obeysAStatedCharset() {
        assertThat(parse(RUSSIAN.getBytes(Charset.forName("KOI8-R")), "text/plain; charset=koi8-r", null)
                        .text())
                .isEqualTo(RUSSIAN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain; charset=nonsense", "text/plain; charset=!", "nonsense", ""})
    void looksAtTheBytesWhenWhatIsStatedMeansNothing(String stated) {
        assertThat(parse("Grüße".getBytes(UTF_8), stated, "a.txt").text()).isEqualTo("Grüße");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = ';',
            value = {
                // What is stated wins among types of text, then the name, then the bytes.
                "text/markdown; a.txt; # Hi; text/markdown",
                "text/plain; a.md; # Hi; text/plain",
                "text/html; -; no tags; text/html",
                "-; a.txt; <html><body>Hi</body></html>; text/plain",
                "-; -; <html><body>Hi</body></html>; text/html",
                "-; docs/a.markdown; # Hi; text/markdown",
                "-; a.mdx; # Hi; text/markdown",
                "-; a.html; no tags; text/html",
                "-; a.json; {}; application/json",
                "-; a.py; import os; text/x-python",
                "-; -; just words; text/plain",
                "application/octet-stream; a.md; # Hi; text/markdown",
                "text/x-web-markdown; -; # Hi; text/markdown",
                // Bytes that begin like another format by chance.
                "-; a.md; ID3 tags are how music is labelled; text/markdown",
                "-; a.txt; From: a note about senders; text/plain"
            })
    void weighsWhatIsStatedNamedAndSeen(
            @Nullable String stated, @Nullable String name, String content, String expected) {
        assertThat(parse(content.getBytes(UTF_8), stated, name).contentType()).isEqualTo(expected);
    }

    @Test
    void recognisesAPdfWhateverIsStatedAndNamed() {
        byte[] pdf = Pdfs.withPages("Hello from a page");

        Parsed parsed = parse(pdf, "text/plain", "a.txt");

        assertThat(parsed.contentType()).isEqualTo("application/pdf");
        assertThat(parsed.text()).isEqualTo("Hello from a page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.pdf", "a.docx", "a.odt", "a.xlsx", "a.epub", "a.doc"})
    void callsADocumentThatIsNotWhatItsNameSaysDamaged(String name) {
        assertThatThrownBy(() -> parse("only words", name))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo("damaged-document"));
    }

    @Test
    void rejectsATypeThatIsNotSupportedAndListsThoseThatAre() {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};

        assertThatThrownBy(() -> parse(png, null, "a.png"))
                .isInstanceOf(RejectedException.class)
                .hasMessage("Documents of type image/png" + SUPPORTED);
    }

    @Test
    void rejectsBinaryContentUnderATextName() {
        byte[] noise = new byte[10_000];
        new Random(7).nextBytes(noise);

        assertThatThrownBy(() -> parse(noise, null, "a.txt"))
                .isInstanceOf(RejectedException.class)
                .hasMessage("Documents of type application/octet-stream" + SUPPORTED);
    }

    @Test
    void rejectsMoreTextThanIsAllowed() {
        TikaContentParser strict =
                new TikaContentParser(new ParseLimits(10, 1, Duration.ofMinutes(1), ParseLimits.LEAST_MEMORY));
        String message = "The document has more than 10 characters of text (parsing.max-text-length)";

        assertThat(strict.parse(Bytes.utf8("1234567890"), null, "a.txt").text()).hasSize(10);
        assertThatThrownBy(() -> strict.parse(Bytes.utf8("12345678901"), null, "a.txt"))
                .isInstanceOf(RejectedException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> strict.parse(Bytes.utf8("<p>12345678901</p>"), null, "a.html"))
                .isInstanceOf(RejectedException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> strict.parse(new Bytes(Pdfs.withPages("12345678901")), null, "a.pdf"))
                .isInstanceOf(RejectedException.class)
                .hasMessage(message);
    }

    @Test
    void fetchesNoExternalEntity() {
        String xml = """
                <?xml version="1.0"?>
                <!DOCTYPE r [<!ENTITY secret SYSTEM "file:///etc/passwd"><!ENTITY web SYSTEM "http://127.0.0.1:1/x">]>
                <r>before &secret; &web; after</r>
                """;

        assertThat(parse(xml, "a.xml").text())
                .contains("before")
                .contains("after")
                .doesNotContain("root:");
        assertThat(parse(xml, "a.xhtml").text()).doesNotContain("root:");
    }

    @Test
    void readsUtf16HtmlAndXml() {
        assertThat(parse("\uFEFF<html><body><p>Grüße</p></body></html>".getBytes(UTF_16LE), null, "a.html")
                        .text())
                .isEqualTo("Grüße");
        assertThat(parse(
                                "\uFEFF<?xml version=\"1.0\" encoding=\"UTF-16\"?><r>Grüße</r>".getBytes(UTF_16BE),
                                null,
                                "a.xml")
                        .text())
                .isEqualTo("Grüße");
    }

    private Parsed parse(String content, @Nullable String name) {
        return parse(content.getBytes(UTF_8), null, name);
    }

    private Parsed parse(byte[] content, @Nullable String stated, @Nullable String name) {
        return parser.parse(new Bytes(content), stated, name);
    }
}

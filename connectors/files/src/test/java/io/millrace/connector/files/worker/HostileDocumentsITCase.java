package io.millrace.connector.files.worker;

import static io.millrace.connector.files.worker.Archives.letters;
import static io.millrace.connector.files.worker.Archives.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.files.ParseLimits;
import io.millrace.connector.files.TikaContentParser;
import io.millrace.document.Bytes;
import io.millrace.document.ContentParser;
import io.millrace.failure.RejectedException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class HostileDocumentsITCase {
    private static final Set<String> CLASSES =
            Set.of("read", "damaged-document", "too-much-text", "out-of-memory", "parse-timeout");

    private final WorkerContentParser parser = new WorkerContentParser(Workers.LIMITS);

    @AfterEach
    void parsesOtherDocumentsStill() {
        assertThat(parser.parse(Workers.PAGE, null, "a.html").text()).isEqualTo("A page");
        parser.close();
    }

    @Test
    void fetchesNothingThatADocumentRefersTo() throws IOException {
        try (CountingServer server = new CountingServer()) {
            Map<String, String> outcomes = new LinkedHashMap<>();
            References.to(server.url()).forEach((name, content) -> {
                outcomes.put(name, outcome(parser, content, name));
                // The parsers themselves don't; that the process has no network comes on top.
                outcome(new TikaContentParser(Workers.LIMITS), content, name);
            });

            System.out.println("documents that refer elsewhere: " + outcomes);
            assertThat(outcomes.values()).isSubsetOf("read", "damaged-document");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void readsNoFileThatADocumentRefersTo() throws IOException {
        References.to("http://127.0.0.1:1/").forEach((name, content) -> {
            try {
                assertThat(parser.parse(new Bytes(content), null, name).text())
                        .as(name)
                        .doesNotContain("root:");
            } catch (RejectedException e) {
                assertThat(e.getMessage()).as(name).doesNotContain("root:");
            }
        });
    }

    @Test
    void survivesArchivesThatGrow() throws IOException {
        long size = 400L << 20;
        Map<String, byte[]> bombs = new LinkedHashMap<>();
        bombs.put(
                "a.docx",
                Archives.docx(
                        letters(
                                "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
                                        + "<w:body><w:p><w:r><w:t>",
                                size,
                                "</w:t></w:r></w:p></w:body></w:document>"),
                        ""));
        bombs.put(
                "a.epub",
                Archives.epub(
                        "",
                        letters("<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>", size, "</p></body></html>")));
        bombs.put(
                "a.odt",
                Archives.odt(letters(
                        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
                                + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>"
                                + "<office:text><text:p>",
                        size,
                        "</text:p></office:text></office:body></office:document-content>")));
        bombs.put("a.zip", new Archives().add("a", letters("", size, "")).bytes());

        Map<String, String> outcomes = new LinkedHashMap<>();
        bombs.forEach((name, content) -> outcomes.put(name, outcome(parser, content, name)));

        System.out.println("archives that grow a thousandfold: " + outcomes);
        assertThat(outcomes.remove("a.zip")).isEqualTo("unsupported-type");
        assertThat(outcomes.values()).isSubsetOf("damaged-document", "too-much-text", "out-of-memory");
    }

    @Test
    void survivesEntitiesThatGrow() {
        StringBuilder entities = new StringBuilder("<!DOCTYPE r [<!ENTITY e0 \"aaaaaaaaaa\">");
        for (int i = 1; i < 12; i++) {
            entities.append(
                    "<!ENTITY e%d \"%s\">".formatted(i, "&e%d;".formatted(i - 1).repeat(10)));
        }

        assertThat(outcome(parser, utf8("<?xml version=\"1.0\"?>" + entities + "]><r>&e11;</r>"), "a.xml"))
                .isEqualTo("damaged-document");
    }

    @Test
    void readsElementsThatAreNestedAThousandDeep() {
        String html = "<html><body>" + "<div>".repeat(1000) + "deep" + "</div>".repeat(1000) + "</body></html>";
        String xml = "<r>".repeat(900) + "deep" + "</r>".repeat(900);

        assertThat(parser.parse(Bytes.utf8(html), null, "a.html").text()).contains("deep");
        assertThat(parser.parse(Bytes.utf8(xml), null, "a.xml").text()).contains("deep");
    }

    @Test
    void survivesElementsThatAreNestedDeeper() {
        int deep = 10_000;
        int deeper = 1_000_000;
        Map<String, byte[]> documents = Map.of(
                "list.html", utf8("<ul><li>".repeat(deep) + "deep"),
                "table.html", utf8("<table><tr><td>".repeat(deep) + "deep"),
                "a.xml", utf8("<r>".repeat(deeper) + "deep" + "</r>".repeat(deeper)),
                "a.rtf", utf8("{\\rtf1 " + "{".repeat(deeper) + "deep" + "}".repeat(deeper) + "}"));

        documents.forEach((name, content) ->
                assertThat(outcome(parser, content, name)).as(name).isIn(CLASSES));
    }

    @Test
    void followsDocumentsWithinDocumentsAThousandDeepOnlyAsFarAsAllowed() throws IOException {
        byte[] docx = Archives.docxInDocx(1000);
        byte[] mail = mailInMail(1000);

        assertThat(parser.parse(new Bytes(docx), null, "a.docx").text())
                .contains("level 999", "level 996")
                .doesNotContain("level 995", "innermost");
        assertThat(parser.parse(new Bytes(mail), null, "a.eml").text())
                .contains("level 999", "level 996")
                .doesNotContain("level 995", "innermost");
    }

    @Test
    void survivesWhenAllOfThemAreAllowed() throws IOException {
        ParseLimits deep = new ParseLimits(
                Workers.LIMITS.maxCharacters(), Integer.MAX_VALUE, Duration.ofSeconds(60), Workers.LIMITS.memory());
        try (WorkerContentParser bold = new WorkerContentParser(deep)) {
            String docx = outcome(bold, Archives.docxInDocx(1000), "a.docx");
            String mail = outcome(bold, mailInMail(1000), "a.eml");

            System.out.println("a thousand documents within documents: DOCX " + docx + ", mail " + mail);
            assertThat(docx).isIn(CLASSES);
            assertThat(mail).isIn(CLASSES);
            assertThat(bold.parse(Workers.PAGE, null, "a.html").text()).isEqualTo("A page");
        }
    }

    /** The message and its attachment have no boundary in common. */
    private static byte[] mailInMail(int depth) {
        StringBuilder mail = new StringBuilder();
        for (int i = depth - 1; i >= 0; i--) {
            mail.append("""
                    Subject: S
                    From: a@example.invalid
                    MIME-Version: 1.0
                    Content-Type: multipart/mixed; boundary="b%1$d-"

                    --b%1$d-
                    Content-Type: text/plain

                    %2$s
                    --b%1$d-
                    Content-Type: message/rfc822
                    Content-Disposition: attachment

                    """.formatted(i, i == 0 ? "innermost" : "level " + i));
        }
        return utf8(mail.toString());
    }

    private static String outcome(ContentParser parser, byte[] content, String name) {
        try {
            parser.parse(new Bytes(content), null, name);
            return "read";
        } catch (RejectedException e) {
            return e.code();
        }
    }
}

package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.connector.files.worker.WorkerContentParser;
import io.millrace.document.Bytes;
import io.millrace.document.ContentParser.Parsed;
import io.millrace.failure.RejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents that nobody here made; the folder is {@code formats} under the system property {@code millrace.data}. */
@Timeout(120)
class FormatsITCase {
    private static final Path FORMATS =
            Path.of(System.getProperty("millrace.data", "../../../shared/data")).resolve("formats");

    private static final WorkerContentParser PARSER =
            new WorkerContentParser(new ParseLimits(10_000_000, 3, Duration.ofSeconds(60), 512L << 20));

    /** After the documents of each test, the process must parse others still. */
    @AfterEach
    void parsesOtherDocumentsStill() {
        assertThat(PARSER.parse(Bytes.utf8("<p>A page</p>"), null, "a.html").text())
                .isEqualTo("A page");
    }

    @AfterAll
    static void close() {
        PARSER.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "english.txt | This is English!",
                "multi-language.txt | español ABC adhoc prácticas",
                "resume.html | Предлагаем Вам ознакомиться со списком",
                "russian.cp866.txt | Однажды, в студеную зимнюю пору",
                "testArabicMisleadingCharset.html | في قرية من القرى كان هناك رجل حكيم",
                "testCSV.csv | '| --- | --- | --- |'",
                "testEPUB.epub | This is the text for chapter One",
                "testEXCEL.xlsx | '|  | 15 | 225 |'",
                "testHTML.html | Indexation du fichier",
                "testHTML_utf8.html | åäö",
                "testMARKDOWN.md | Some **bold** and *italic*",
                "testODTStyles3.odt | Vredegerecht van het kanton Houthalen-Helchteren",
                "testPDF.pdf | Tika - Content Analysis Toolkit",
                "testPDFVarious.pdf | Suddenly some Japanese text",
                "testPDF_bookmarks.pdf | This is a page about Denmark",
                "testPPT.pptx | This is a test file data with the same content",
                "testPPT_various.pptx | '| Row 1 Col 1 | Row 1 Col 2 | Row 1 Col 3 |'",
                "testPageNumber.pdf | This is page one.",
                "testRFC822_multipart_attachments.eml | This is Test TXTB File for parser",
                "testRTF.rtf | Test d’indexation Word",
                "testRTFJapanese.rtf | ゾルゲと尾崎、淡々と最期",
                "testWORD.docx | ### Heading Level 3",
                "testWORD_endnote_table.docx | Lorem ipsum dolor sit amet",
                "testWORD_numbered_list.docx | This is another list",
                "testWORD_various.docx | '| Row 2 Col 1 | Row 2 Col 2 | Row 2 Col 3 |'",
                "testXHTML.html | This document tests the ability of Apache Tika"
            })
    void yieldsTheTextOfASoundDocument(String name, String phrase) throws IOException {
        Parsed parsed = parse("sound", name);

        assertThat(parsed.text()).contains(phrase);
        assertThat(parsed.text()).doesNotContain("\n\n\n").doesNotContain("\u0000");
        assertThat(parsed.pageStarts())
                .isSorted()
                .allSatisfy(
                        start -> assertThat(start).isBetween(0, parsed.text().length()));
    }

    @ParameterizedTest
    @CsvSource({
        "droste.zip, unsupported-type",
        "null_pointer.xml.gz, unsupported-type",
        "quine.gz, unsupported-type",
        "testExternalRefs.docx, read",
        "testIWorksNPEDetector.zip, unsupported-type",
        "testODTnotaZipFile.odt, damaged-document",
        "testPDF_bad_page_303226.pdf, read",
        "testPDF_deeplyEmbeddedAttachments.pdf, read",
        "testPDF_malformedXFA.pdf, read",
        "testPDF_no_extract_no_accessibility_owner_user.pdf, encrypted-document",
        "testPassword4Spaces.pdf, encrypted-document",
        "testWORD_missing_text.docx, read",
        "testWORD_protected_passtika.docx, encrypted-document",
        "testWORD_truncated.docx, damaged-document",
        "testZIP_corrupted_oom.zip, unsupported-type",
        "test_recursive_embedded.docx, read"
    })
    void classifiesAHostileDocument(String name, String expected) throws IOException {
        assertThat(outcome("hostile", name)).isEqualTo(expected);
    }

    @Test
    void headsADocumentWithinADocumentWithItsName() throws IOException {
        assertThat(parse("hostile", "testPDF_deeplyEmbeddedAttachments.pdf").text())
                .contains("a\n\n# orig(13).pdf\n\na\n\n");
    }

    @Test
    void keepsListsOfWordProcessors() throws IOException {
        assertThat(parse("sound", "testWORD_various.docx").text())
                .contains("- Bullet 1\n\n- Bullet 2\n\n- Bullet 3")
                .contains("1) Number bullet 1\n\n2) Number bullet 2");
        assertThat(parse("sound", "testEPUB.epub").text()).contains("- First item\n- Second item");
    }

    @Test
    void saysWhereThePagesOfDocumentsStart() throws IOException {
        assertThat(parse("sound", "testPDF_bookmarks.pdf").pageStarts()).hasSize(2);
        assertThat(parse("sound", "testPPT.pptx").pageStarts()).hasSize(3);
    }

    @Test
    void keepsTheTextOfAttachments() throws IOException {
        assertThat(parse("sound", "testRFC822_multipart_attachments.eml").text())
                .contains("# Test TxtA.txt\n\nThis is Test TXTA File for parser");
    }

    @Test
    void knowsEveryDocumentOfTheFolders() throws IOException {
        assertThat(names("sound")).hasSize(26);
        assertThat(names("hostile")).hasSize(16);
    }

    private String outcome(String folder, String name) throws IOException {
        try {
            parse(folder, name);
            return "read";
        } catch (RejectedException e) {
            return e.code();
        }
    }

    private Parsed parse(String folder, String name) throws IOException {
        Path file = FORMATS.resolve(folder).resolve(name);
        assumeTrue(Files.exists(file), () -> file + " is absent; say where it is with -Dmillrace.data");
        return PARSER.parse(new Bytes(Files.readAllBytes(file)), null, name);
    }

    private static List<String> names(String folder) throws IOException {
        Path directory = FORMATS.resolve(folder);
        assumeTrue(Files.isDirectory(directory), () -> directory + " is absent; say where it is with -Dmillrace.data");
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}

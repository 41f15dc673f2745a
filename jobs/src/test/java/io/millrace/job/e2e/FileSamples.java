package io.millrace.job.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** A directory of documents, one of each sort that the jobs read. */
final class FileSamples {
    private FileSamples() {}

    static void write(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("deep/er"));
        Files.writeString(
                directory.resolve("notes.txt"), "The weir holds the water back.\n\nThe eel swims round it.\n");
        Files.writeString(
                directory.resolve("deep/guide.md"),
                "# Guide\n\nOpen the sluice at dawn.\n\n## Grain\n\nBarley first, then rye.\n");
        Files.writeString(
                directory.resolve("deep/er/page.html"),
                "<html><head><title>Stones</title></head><body><h1>Stones</h1><p>Dress the stones each month.</p>"
                        + "</body></html>");
        writePdf(directory.resolve("paper.pdf"), "The wheel has forty floats.", "Each float is of oak.");
        // As the BEIR datasets spell it.
        Files.writeString(directory.resolve("corpus.jsonl"), """
                {"_id": "1", "title": "Floods", "text": "The flood of 1872 took the bridge.", "metadata": {"url": "x"}}
                {"_id": "2", "title": "Drought", "text": "In dry summers the wheel stands still."}
                """);
        Files.writeString(directory.resolve(".hidden.txt"), "Nobody reads this.");
    }

    private static void writePdf(Path file, String... pages) throws IOException {
        try (PDDocument document = new PDDocument()) {
            for (String text : pages) {
                PDPage page = new PDPage();
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                    content.newLineAtOffset(72, 700);
                    content.showText(text);
                    content.endText();
                }
            }
            document.save(file.toFile());
        }
    }
}

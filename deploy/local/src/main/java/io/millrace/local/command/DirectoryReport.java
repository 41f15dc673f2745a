package io.millrace.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.files.FileSummary;
import io.millrace.document.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person is told about a directory of documents: what is in it, and what couldn't be indexed. */
final class DirectoryReport {
    private static final int SHOWN = 5;

    private DirectoryReport() {}

    static String found(Path documents, FileSummary found) {
        String skipped = found.skipped() == 0
                ? ""
                : String.format(Locale.ROOT, " (%,d left out for their kind)", found.skipped());
        return found.files() == 0
                ? "There are no documents in %s%s".formatted(documents, skipped)
                : String.format(
                        Locale.ROOT,
                        "Indexing %s: %,d files, %s%s",
                        documents,
                        found.files(),
                        size(found.bytes()),
                        skipped);
    }

    /** Lines that say how many there are, why for some of them, and where they all are; none if there are none. */
    static List<String> deadLetters(long count, @Nullable String directory) throws IOException {
        List<String> lines = new ArrayList<>();
        if (count == 0 || directory == null) {
            return lines;
        }
        Path path = directory.startsWith("file:") ? Path.of(URI.create(directory)) : Path.of(directory);
        lines.add(String.format(Locale.ROOT, "%,d could not be indexed; each is in %s with its reason:", count, path));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*.jsonl")) {
            for (Path file : files) {
                addReasons(file, lines);
            }
        }
        if (count > SHOWN) {
            lines.add("  …");
        }
        return lines;
    }

    private static void addReasons(Path file, List<String> lines) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null && lines.size() <= SHOWN; line = reader.readLine()) {
                lines.add("  " + reason(Json.MAPPER.readTree(line)));
            }
        }
    }

    private static String reason(JsonNode letter) {
        String message = letter.at("/reason/message").asText();
        String document = letter.path("documentId").asText();
        return message.contains(document) ? message : document + ": " + message;
    }

    private static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%,.1f MiB", bytes / 1024.0 / 1024.0);
    }
}

package io.millrace.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.files.FileSummary;
import io.millrace.document.json.Json;
import io.millrace.job.config.MillraceConfig;
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

    /** Lines that say how many there are, where they are, and why for some of them; none if there are none. */
    static List<String> deadLetters(long count, MillraceConfig settings) throws IOException {
        if (count == 0) {
            return List.of();
        }
        String directory = settings.deadLettersDirectory();
        if (directory == null) {
            return List.of(head(count, "on topic '" + settings.kafka().deadLettersTopic() + "' with its reason"));
        }
        Path path = local(directory);
        if (path == null) {
            return List.of(head(count, "in " + directory + " with its reason"));
        }
        List<String> lines = new ArrayList<>();
        lines.add(head(count, "in " + path + " with its reason:"));
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

    private static String head(long count, String where) {
        return String.format(Locale.ROOT, "%,d could not be indexed; each is %s", count, where);
    }

    /** The directory as a path here, or null when it is in an object store. */
    private static @Nullable Path local(String directory) {
        if (directory.startsWith("file:")) {
            return Path.of(URI.create(directory));
        }
        return directory.contains("://") ? null : Path.of(directory);
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

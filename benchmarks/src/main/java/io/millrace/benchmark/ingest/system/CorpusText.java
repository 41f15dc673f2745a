package io.millrace.benchmark.ingest.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A line of a corpus: {@code {"id": …, "text": …}}. */
public record CorpusText(String id, String text) {
    /** Reads a line. */
    static CorpusText of(String line) {
        try {
            JsonNode json = Json.MAPPER.readTree(line);
            return new CorpusText(json.path("id").asText(), json.path("text").asText());
        } catch (IOException e) {
            throw new UncheckedIOException("a corpus line must be JSON", e);
        }
    }

    /** The line. */
    public String line() {
        return Json.MAPPER.createObjectNode().put("id", id).put("text", text).toString();
    }

    /** Reads a corpus, in the order of its files' names. */
    public static List<CorpusText> read(Path corpus) throws IOException {
        List<CorpusText> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(corpus)) {
            for (Path file : files.sorted().toList()) {
                try (Stream<String> lines = Files.lines(file)) {
                    lines.map(CorpusText::of).forEach(texts::add);
                }
            }
        }
        return texts;
    }
}

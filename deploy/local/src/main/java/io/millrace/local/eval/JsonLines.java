package io.millrace.local.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.json.Json;
import io.millrace.failure.FatalException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Files of one JSON object a line. */
final class JsonLines {
    private JsonLines() {}

    /**
     * Takes each object in turn.
     *
     * @throws FatalException naming the line that isn't one
     */
    static void forEach(Path file, Consumer<JsonNode> taker) throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                taker.accept(Json.MAPPER.readTree(line));
            } catch (JsonProcessingException e) {
                throw Dataset.bad("%s must hold one JSON object a line; line %d isn't one".formatted(file, number));
            }
        }
    }

    /** One field by another, in the file's order. */
    static Map<String, String> read(Path file, String key, String value) throws IOException {
        Map<String, String> read = new LinkedHashMap<>();
        forEach(
                file,
                object -> read.put(object.path(key).asText(), object.path(value).asText()));
        return read;
    }

    /** Writes documents as an ingest job reads them. */
    static Path writeDocuments(Path file, String contentType, Map<String, String> texts) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                out.write(Json.MAPPER
                        .createObjectNode()
                        .put("id", text.getKey())
                        .put("contentType", contentType)
                        .put("text", text.getValue())
                        .toString());
                out.write('\n');
            }
        }
        return file;
    }
}

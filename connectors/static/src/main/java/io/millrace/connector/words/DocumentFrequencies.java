package io.millrace.connector.words;

import io.millrace.failure.FatalException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * In how many documents words are: of a file whose first line is the number of all documents, and each other line a word,
 * white space, and the number of documents that have it.
 *
 * @param all documents
 * @param documents that have a word, by the word
 */
record DocumentFrequencies(long all, Map<String, Long> documents) {
    /** Where none are asked for. */
    static final DocumentFrequencies NONE = new DocumentFrequencies(1, Map.of());

    /** The inverse document frequency of a word of as many documents. */
    double inverse(long of) {
        return Math.log((1.0 + all) / (1.0 + of)) + 1;
    }

    /**
     * Reads the file.
     *
     * @param key the configuration key that gives it
     * @throws FatalException when it can't be read, or isn't such a file
     */
    static DocumentFrequencies read(Path file, String key) {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            return read(new Lines(stream));
        } catch (MalformedFileException e) {
            throw refusal(
                    "frequencies-malformed", file, "is no file of document frequencies: " + e.getMessage(), key, e);
        } catch (IOException e) {
            throw refusal("frequencies-unreadable", file, "can't be read: " + e, key, e);
        }
    }

    private static DocumentFrequencies read(Lines lines) throws IOException {
        long all = lines.next() ? number(text(lines)) : -1;
        if (all < 1) {
            throw new MalformedFileException("line 1 must be the number of all documents, at least 1");
        }
        Map<String, Long> documents = new HashMap<>();
        while (lines.next()) {
            String[] parts = text(lines).split("[ \\t]+", -1);
            long of = parts.length == 2 && !parts[0].isEmpty() ? number(parts[1]) : -1;
            if (of < 0 || of > all) {
                throw new MalformedFileException(
                        "line %d must be a word and a number of documents from 0 to %d".formatted(lines.number(), all));
            }
            if (documents.put(parts[0], of) != null) {
                throw new MalformedFileException("line %d repeats an earlier word".formatted(lines.number()));
            }
        }
        return new DocumentFrequencies(all, documents);
    }

    private static String text(Lines lines) {
        return new String(lines.current(), 0, lines.length(), StandardCharsets.UTF_8);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static FatalException refusal(String code, Path file, String problem, String key, IOException cause) {
        return new FatalException(
                code,
                "'%s' %s (%s). The machine that submits the job and every TaskManager need the file"
                        .formatted(file, problem, key),
                cause);
    }
}

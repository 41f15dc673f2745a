package io.millrace.connector.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tokenizer.json says beside its vocabulary. It is read to its end, so that half a file shows.
 *
 * @param path where it is
 * @param kind its model's, such as WordPiece; null where it isn't said, as in older files
 * @param maxTokens where it cuts a text, or null
 * @param padding the word piece that it fills up with, or null
 */
record TokenizerFile(
        Path path,
        @Nullable String kind,
        @Nullable Integer maxTokens,
        @Nullable Integer padding) {
    /** What Hugging Face's tokenizers are. */
    static final List<String> KINDS = List.of("BPE", "Unigram", "WordLevel", "WordPiece");

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads it.
     *
     * @throws com.fasterxml.jackson.core.JsonProcessingException when it is no JSON, or ends too soon
     */
    static TokenizerFile of(Path path) throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        String kind = null;
        try (JsonParser parser = JSON.createParser(path.toFile())) {
            expect(parser, parser.nextToken() == JsonToken.START_OBJECT);
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                if (name.equals("truncation") || name.equals("padding")) {
                    numbers(parser, numbers);
                } else if (name.equals("model")) {
                    kind = kind(parser);
                } else {
                    parser.skipChildren();
                }
            }
            // A file that ends within an object gives no name either.
            expect(parser, parser.currentToken() == JsonToken.END_OBJECT);
        }
        return new TokenizerFile(path, kind, numbers.get("max_length"), numbers.get("pad_id"));
    }

    private static @Nullable String kind(JsonParser parser) throws IOException {
        String kind = null;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
                if (text && name.equals("type")) {
                    kind = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
        }
        return kind;
    }

    private static void numbers(JsonParser parser, Map<String, Integer> numbers) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                numbers.put(name, parser.getIntValue());
            } else {
                parser.skipChildren();
            }
        }
    }

    private static void expect(JsonParser parser, boolean held) throws IOException {
        if (!held) {
            throw new JsonParseException(parser, "it is no whole JSON object");
        }
    }
}

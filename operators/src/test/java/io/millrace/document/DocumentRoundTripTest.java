package io.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.Schema;
import io.millrace.document.json.Json;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentRoundTripTest {
    private static final Origin ORIGIN = Documents.ORIGIN;

    @Test
    void readsWhatItWroteWhateverTheDocument() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            IncomingDocument document = randomDocument(random);

            SourceRecord record = new SourceRecord(
                    ORIGIN, SourceRecord.Format.JSON, document.id(), null, DocumentJson.encode(document), null);

            assertThat(new DocumentJson(FieldNames.STANDARD).decode(record))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(document);
        }
    }

    @Test
    void writesNoFieldThatTheSchemaDoesNotKnow() throws Exception {
        IncomingDocument full = new IncomingDocument(
                ORIGIN, "d", false, "t", Kind.SKILL, "u", "T", "c", "x", Bytes.utf8("y"), Metadata.EMPTY, 1L);

        JsonNode json = Json.MAPPER.readTree(DocumentJson.encode(full).value());

        assertThat(Schema.names(json))
                .containsExactlyInAnyOrderElementsOf(Schema.of("document").properties(""));
    }

    private static IncomingDocument randomDocument(Random random) {
        boolean text = random.nextBoolean();
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return new IncomingDocument(
                ORIGIN,
                "id" + random.nextInt(),
                false,
                maybe(random),
                List.of(Kind.values()).get(random.nextInt(3)),
                maybe(random),
                maybe(random),
                maybe(random),
                text ? words(random) : null,
                text ? null : new Bytes(bytes),
                new Metadata("{\"n\":%d,\"s\":\"x\"}".formatted(random.nextLong())),
                random.nextBoolean() ? random.nextLong() : null);
    }

    private static @Nullable String maybe(Random random) {
        return random.nextBoolean() ? words(random) : null;
    }

    private static String words(Random random) {
        String[] parts = {"a", "\"", "\\", "\n", "\u0000", "é", "日", "\uD83D\uDE00", "\u2028", " "};
        StringBuilder words = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            words.append(parts[random.nextInt(parts.length)]);
        }
        return words.toString();
    }
}

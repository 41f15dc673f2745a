package io.millrace.job.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every record of ten thousand, a hundred of them poison of ten kinds, is accounted for, and no one stops the job. */
@ExtendWith(EndToEnd.class)
class AccountingITCase {
    private static final int RECORDS = 10_000;
    private static final int OF_EACH_KIND = 10;
    private static final long SEED = 20_261_122;

    /** What is wrong, the code that the dead letter gives for it, and a record like that. */
    private static final Map<String, Poison> POISON = new LinkedHashMap<>();

    static {
        POISON.put("not JSON", new Poison("malformed-json", id -> "{\"text\": "));
        POISON.put("no object", new Poison("wrong-type", id -> "[1, 2]"));
        POISON.put("no text", new Poison("missing-text", id -> "{\"title\": \"x\"}"));
        POISON.put("two texts", new Poison("ambiguous-text", id -> "{\"text\": \"x\", \"content\": \"eA==\"}"));
        POISON.put("an odd kind", new Poison("unknown-kind", id -> "{\"text\": \"x\", \"kind\": \"poem\"}"));
        POISON.put("nested metadata", new Poison("wrong-type", id -> "{\"text\": \"x\", \"metadata\": {\"a\": {}}}"));
        POISON.put("another's id", new Poison("id-mismatch", id -> "{\"text\": \"x\", \"id\": \"other\"}"));
        POISON.put("no words", new Poison("empty-text", id -> "{\"text\": \" \\n \"}"));
        POISON.put("half a PDF", new Poison("damaged-document", id -> content("%PDF-1.7\n1 0 obj\n<<")));
        POISON.put(
                "refused by the model",
                new Poison("content-policy-violation", id -> "{\"text\": \"Unspeakable %s.\"}".formatted(id)));
    }

    private record Poison(String code, java.util.function.UnaryOperator<String> record) {}

    @Test
    void eachRecordIsIndexedOrUnchangedOrSupersededOrDeletedOrADeadLetter(Flow flow) {
        flow.set("documents.bounded", "true").prepare();
        flow.stub().refuseTexts(text -> text.contains("Unspeakable"));
        List<History.Event> events = events();
        flow.documents().send(events);

        RunningJob job = flow.ingest();
        Map<String, Long> counts = job.result();

        assertThat(job.restarts()).isZero();
        assertThat(counts).containsEntry("records", (long) RECORDS);
        long deadLetters = sum(counts, "unread", "unparsed", "unembedded", "unstored");
        assertThat(deadLetters).isEqualTo((long) POISON.size() * OF_EACH_KIND);
        assertThat(deadLetters + sum(counts, "indexed", "unchanged", "superseded", "outdated", "deleted"))
                .as("%s", counts)
                .isEqualTo(RECORDS);
        assertThat(counts).containsEntry("unchanged", 300L).containsEntry("deleted", 200L);
        assertThat(byKind(flow)).isEqualTo(expectedByKind());
        assertThat(flow.index().count()).isEqualTo(RECORDS - 100 - 300 - 2 * 200);
    }

    /** Good documents; some of them come twice, some are deleted again; and between them the poison. */
    private static List<History.Event> events() {
        long start = System.currentTimeMillis() - 3_600_000L;
        List<History.Event> events = new ArrayList<>();
        int documents = RECORDS - POISON.size() * OF_EACH_KIND - 300 - 200;
        for (int number = 0; number < documents; number++) {
            events.add(
                    new History.Event(start + number, "d" + number, "{\"text\": \"Document %d.\"}".formatted(number)));
        }
        Random random = new Random(SEED);
        POISON.forEach((kind, poison) -> {
            for (int number = 0; number < OF_EACH_KIND; number++) {
                String id = kind + " " + number;
                events.add(
                        random.nextInt(events.size()),
                        new History.Event(start, id, poison.record().apply(id)));
            }
        });
        for (int number = 0; number < 300; number++) {
            events.add(
                    new History.Event(start + number, "d" + number, "{\"text\": \"Document %d.\"}".formatted(number)));
        }
        for (int number = 1_000; number < 1_200; number++) {
            events.add(new History.Event(start + RECORDS + number, "d" + number, null));
        }
        return events;
    }

    /** How many dead letters each kind and code has. */
    private static Map<String, Integer> byKind(Flow flow) {
        Map<String, Integer> kinds = new TreeMap<>();
        for (JsonNode letter : flow.deadLetters().await(POISON.size() * OF_EACH_KIND)) {
            String kind = letter.path("documentId").asText().replaceFirst(" \\d+$", "");
            assertThat(record(letter)).as(kind).isNotNull();
            kinds.merge(kind + ": " + letter.at("/reason/code").asText(), 1, Integer::sum);
        }
        return kinds;
    }

    private static Map<String, Integer> expectedByKind() {
        Map<String, Integer> kinds = new TreeMap<>();
        POISON.forEach((kind, poison) -> kinds.put(kind + ": " + poison.code(), OF_EACH_KIND));
        return kinds;
    }

    private static @Nullable String record(JsonNode letter) {
        return letter.hasNonNull("record") ? letter.path("record").asText() : null;
    }

    private static String content(String bytes) {
        return "{\"content\": \"%s\", \"contentType\": \"application/pdf\"}"
                .formatted(Base64.getEncoder().encodeToString(bytes.getBytes(UTF_8)));
    }

    private static long sum(Map<String, Long> counts, String... names) {
        long sum = 0;
        for (String name : names) {
            sum += counts.getOrDefault(name, 0L);
        }
        return sum;
    }
}

package io.millrace.job.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.job.e2e.Index.Point;
import io.millrace.job.replay.LetterChoice;
import io.millrace.job.replay.Replay;
import io.millrace.job.replay.ReplayReport;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records of a topic that failed, sent round again after the mend. */
@ExtendWith(EndToEnd.class)
class ReplayITCase {
    private static final long START = 1_700_000_000_000L;

    @Test
    void endsAsIfNothingHadFailed(Servers servers) throws Exception {
        try (Flow flow = new Flow(servers);
                Flow clean = new Flow(servers)) {
            flow.stub().refuseTexts(text -> text.contains("unspeakable"));
            flow.set("parsing.max-text-length", "200");
            RunningJob job = flow.ingest();
            write(flow.documents());
            List<JsonNode> letters = flow.deadLetters().await(6);
            flow.index().await(points -> !flow.index().of("edited").isEmpty());
            assertThat(letters)
                    .extracting(letter -> letter.path("stage").asText())
                    .containsExactlyInAnyOrder("embed", "embed", "embed", "embed", "parse", "read");
            job.close();
            flow.stub().refuseTexts(text -> false);
            flow.unset("parsing.max-text-length").ingest();

            ReplayReport first = replay(flow, LetterChoice.ALL, false);

            assertThat(first.refused()).isZero();
            // What the job that was killed had read, the next one may read again.
            assertThat(first.replayed()).isGreaterThanOrEqualTo(6);
            clean.ingest();
            write(clean.documents());
            clean.deadLetters().await(1);
            List<Map<String, Object>> expected = content(clean.index().await(ReplayITCase::isWhole));
            flow.index().await(points -> content(points).equals(expected));
            // What nobody mended fails again, as the same record.
            JsonNode again = flow.deadLetters().await(7).get(6);
            JsonNode before = letters.stream()
                    .filter(letter -> letter.path("stage").asText().equals("read"))
                    .findFirst()
                    .orElseThrow();
            assertThat(again.path("source")).isEqualTo(before.path("source"));
            assertThat(again.path("record")).isEqualTo(before.path("record"));

            int beforeTheSecond = flow.deadLetters().values().size();
            assertThat(replay(flow, LetterChoice.ALL, false).lines())
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("read ");
            // Counted before what makes one more: it may be there as soon as that is done.
            int beforeTheThird = flow.deadLetters().await(beforeTheSecond + 1).size();
            assertThat(replay(flow, LetterChoice.ALL, true).lines())
                    .hasSize(4)
                    .anyMatch(line -> line.matches("embed +content-policy-violation +4 +0"));
            var unused = flow.deadLetters().await(beforeTheThird + 1);
            assertThat(content(flow.index().points())).isEqualTo(expected);
        }
    }

    @Test
    void bringsBackNoStateThatANewerOneReplacedMeanwhile(Flow flow) throws Exception {
        flow.stub().refuseTexts(text -> text.contains("unspeakable"));
        flow.ingest();
        // One of them of the very same millisecond.
        flow.documents().sendAt(START, "edited", json("The old words are unspeakable."));
        flow.documents().sendAt(START, "edited", json("The new words are fine."));
        flow.documents().sendAt(START, "deleted", json("This is unspeakable."));
        flow.documents().sendAt(START, "deleted", null);
        flow.deadLetters().await(2);
        flow.stub().refuseTexts(text -> false);

        assertThat(replay(flow, LetterChoice.ALL, false).replayed()).isEqualTo(2);

        // What comes behind them has been through, so they have too.
        for (int sign = 0; sign < 20; sign++) {
            flow.documents().sendAt(START + 1, "sign " + sign, json("A good document."));
        }
        flow.index().await(points -> points.size() == 21);
        assertThat(flow.index().of("edited"))
                .extracting(point -> point.text("text"))
                .containsExactly("The new words are fine.");
        assertThat(flow.index().of("deleted")).isEmpty();
    }

    @Test
    void letsWhatItWasNotToSendWaitForTheNextTime(Flow flow) throws Exception {
        flow.stub().refuseTexts(text -> text.contains("unspeakable"));
        flow.ingest();
        flow.documents().send("bad", "{");
        flow.documents().send("refused", json("unspeakable"));
        flow.deadLetters().await(2);
        flow.stub().refuseTexts(text -> false);

        Replay counting = new Replay(flow.config(), LetterChoice.ALL, true, flow.runs());
        assertThat(counting.run(false).replayed()).isEqualTo(2);
        ReplayReport chosen = replay(flow, new LetterChoice(Set.of("embed"), Set.of(), null), false);

        assertThat(chosen.lines())
                .containsExactly(
                        "stage     code                          replayed   refused",
                        "embed     content-policy-violation             1         0");
        flow.index().await(points -> !flow.index().of("refused").isEmpty());
        ReplayReport rest = replay(flow, new LetterChoice(Set.of(), Set.of("malformed-json"), null), false);
        assertThat(rest.replayed()).isEqualTo(1);
        flow.deadLetters().await(3);
    }

    @Test
    void saysThatATopicNoLongerHasWhatALetterRefersTo(Flow flow) throws Exception {
        flow.stub().refuseTexts(text -> text.contains("unspeakable"));
        flow.ingest();
        flow.documents().send("large", json("unspeakable " + "word ".repeat(120_000)));
        JsonNode letter = flow.deadLetters().await(1).get(0);
        assertThat(letter.has("record")).isFalse();
        flow.documents().forget();

        ReplayReport report = replay(flow, LetterChoice.ALL, false);

        assertThat(report.replayed()).isZero();
        assertThat(report.refused()).isEqualTo(1);
        assertThat(report.lines())
                .last()
                .isEqualTo("           1: the letter doesn't hold the record, and topic '%s' no longer has it"
                        .formatted(flow.documents().name()));
    }

    @Test
    void sendsUnreadableRequestsBackToTheirTopic(Flow flow) throws Exception {
        flow.ingest();
        flow.query();
        flow.requests().send("r", "{\"type\":");
        JsonNode letter = flow.deadLetters().await(1).get(0);

        assertThat(replay(flow, LetterChoice.ALL, false).replayed()).isEqualTo(1);

        JsonNode again = flow.deadLetters().await(2).get(1);
        assertThat(again.path("source")).isEqualTo(letter.path("source"));
        assertThat(again.path("stage").asText()).isEqualTo("request");
    }

    /** Six documents; but for those that another state replaces, each record fails once. */
    private static void write(Topic documents) {
        documents.sendAt(START, "plain", json("A good document."));
        documents.sendAt(START + 1, "refused", json("This is unspeakable."));
        documents.sendAt(START + 2, "owned", "acme", json("This is unspeakable too."));
        documents.sendAt(START + 3, "large", json("unspeakable " + "word ".repeat(120_000)));
        documents.sendAt(START + 4, "page", html("<p>" + "A long page. ".repeat(40) + "</p>"));
        documents.sendAt(START + 5, "broken", "{\"text\":");
        documents.sendAt(START + 6, "edited", json("The old words are unspeakable."));
        documents.sendAt(START + 7, "edited", json("The new words are fine."));
        documents.sendAt(START + 8, "deleted", json("It was here."));
        documents.sendAt(START + 9, "deleted", null);
    }

    private static ReplayReport replay(Flow flow, LetterChoice choice, boolean all) throws Exception {
        return new Replay(flow.config(), choice, false, flow.runs()).run(all);
    }

    /** Whether the six documents are there, each with all of its chunks. */
    private static boolean isWhole(Map<String, Point> points) {
        Map<String, Long> sizes = points.values().stream()
                .collect(Collectors.groupingBy(point -> point.text("documentId"), Collectors.counting()));
        return sizes.keySet().equals(Set.of("plain", "refused", "owned", "large", "page", "edited"))
                && points.values().stream()
                        .allMatch(point -> sizes.getOrDefault(point.text("documentId"), 0L)
                                == point.payload().path("chunkCount").asLong());
    }

    private static List<Map<String, Object>> content(Map<String, Point> points) {
        return points.values().stream().map(Point::content).collect(Collectors.toList());
    }

    private static String json(String text) {
        return Flow.object().put("text", text).toString();
    }

    private static String html(String body) {
        return Flow.object()
                .put("contentType", "text/html")
                .put("content", Base64.getEncoder().encodeToString(body.getBytes(UTF_8)))
                .toString();
    }
}

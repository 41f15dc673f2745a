package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.job.e2e.Flow.Answered;
import io.millrace.job.e2e.Index.Point;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EndToEnd.class)
class KafkaFlowITCase {
    private static Flow flow;

    @BeforeAll
    static void start(Flow own) {
        flow = own;
        // Sections of about 40 tokens: a document of some paragraphs has some chunks.
        flow.set("chunking.max-tokens", "40").set("chunking.min-tokens", "8");
        flow.ingest();
        flow.query();
    }

    @Test
    void findsADocumentThatAPlainProducerWrote() {
        send("mill", """
                {"id": "mill", "tenant": "found", "title": "The mill", "uri": "https://example.com/mill",
                 "text": "The wheel grinds barley.", "metadata": {"year": 1850, "grain": "barley"}}""");

        Answered answered = flow.request("\"type\": \"search\", \"query\": \"barley wheel\", \"tenant\": \"found\"");

        JsonNode result = answered.json().path("results").path(0);
        String chunk = result.path("chunkId").asText();
        assertThat(flow.index().points()).containsKey(chunk);
        assertThat(result.path("score").asDouble()).isBetween(0.5, 1.0);
        assertThat(answered.steady()).isEqualTo(Flow.json("""
                {"id": "%s", "status": "answered", "citations": [], "results": [
                  {"marker": 1, "documentId": "mill", "chunkId": "%s", "uri": "https://example.com/mill",
                   "title": "The mill", "headings": [], "text": "The wheel grinds barley.", "start": 0, "end": 24,
                   "metadata": {"grain": "barley", "year": 1850}}],
                 "models": {"embedding": "openai/text-embedding-3-small"},
                 "usage": {"embedding": {"requests": 1, "inputTokens": 3, "outputTokens": 0,
                                  "cost": {"amount": 6.0E-8, "currency": "USD"}}}}""".formatted(answered.id(), chunk)));
        assertThat(answered.json().path("timings").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("validate", "embed", "retrieve", "total");
    }

    @Test
    void replacesADocumentByItsUpdate() {
        String kept = "The race brings water from the river to the wheel of the mill.";
        send("race", document("race", "update", kept + "\n\n" + paragraphs(12)));
        assertThat(flow.index().of("race")).hasSizeGreaterThan(3);
        Map<String, Point> before = points("race");

        flow.documents().send("race", document("race", "update", paragraphs(4) + "\n\n" + kept));

        flow.index()
                .await(points -> count(points, "race") < before.size()
                        && !revisions(points, "race").stream()
                                .anyMatch(revision -> revisions(before, "race").contains(revision)));
        List<Point> now = flow.index().of("race");
        assertThat(now)
                .extracting(point -> point.payload().path("ordinal").asInt())
                .containsExactlyElementsOf(
                        IntStream.range(0, now.size()).boxed().toList());
        assertThat(now)
                .extracting(point -> point.text("revision"))
                .containsOnly(now.get(0).text("revision"));
        assertThat(now.stream().map(point -> point.text("text")).collect(Collectors.joining("\n\n")))
                .isEqualTo(paragraphs(4) + "\n\n" + kept);
        assertThat(flow.request("\"type\": \"search\", \"query\": \"paragraph 11\", \"tenant\": \"update\"")
                        .json()
                        .toString())
                .doesNotContain("Paragraph 11");
    }

    @Test
    void appliesManyUpdatesOfOneDocumentInTheirOrder() {
        for (int state = 1; state <= 40; state++) {
            flow.documents()
                    .send("much", document("much", "often", "State %d.\n\n%s".formatted(state, paragraphs(state % 7))));
        }

        flow.index()
                .await(points -> points.values().stream()
                        .anyMatch(point -> point.text("text").startsWith("State 40.")));
        send("after", document("after", "often", "Written after all of them."));

        List<Point> now = flow.index().of("much");
        assertThat(now)
                .extracting(point -> point.text("revision"))
                .containsOnly(now.get(0).text("revision"));
        assertThat(now.stream().map(point -> point.text("text")).collect(Collectors.joining("\n\n")))
                .isEqualTo("State 40.\n\n" + paragraphs(40 % 7));
    }

    @Test
    void deletesADocumentByItsTombstone() {
        send("weir", document("weir", "gone", paragraphs(6)));

        flow.documents().send("weir", (String) null);

        flow.index().await(points -> count(points, "weir") == 0);
        assertThat(flow.request("\"type\": \"search\", \"query\": \"paragraph\", \"tenant\": \"gone\"")
                        .found())
                .isEmpty();
    }

    @Test
    void deletesOneTenantsDocumentByATombstoneWithItsHeader() {
        flow.documents().send("shared", document("shared", "north", "The northern sluice."));
        flow.documents().send("shared", document("shared", "south", "The southern sluice."));
        flow.index().await(points -> count(points, "shared") == 2);

        flow.documents().sendTombstone("shared", "north");

        flow.index().await(points -> count(points, "shared") == 1);
        assertThat(flow.index().of("shared"))
                .extracting(point -> point.text("tenant"))
                .containsExactly("south");
    }

    @Test
    void deletesEveryTenantsDocumentByATombstoneWithoutAHeader() {
        flow.documents().send("common", document("common", "east", "The eastern sluice."));
        flow.documents().send("common", document("common", "west", "The western sluice."));
        flow.index().await(points -> count(points, "common") == 2);

        flow.documents().send("common", (String) null);

        flow.index().await(points -> count(points, "common") == 0);
    }

    static void send(String id, String json) {
        flow.documents().send(id, json);
        flow.index().await(points -> count(points, id) > 0);
    }

    private static String document(String id, String tenant, String text) {
        return Flow.object()
                .put("id", id)
                .put("tenant", tenant)
                .put("text", text)
                .toString();
    }

    private static String paragraphs(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        number -> "Paragraph %d tells of sluice %d, of the water in it and of the miller's %d children."
                                .formatted(number, number, number))
                .collect(Collectors.joining("\n\n"));
    }

    private static Map<String, Point> points(String id) {
        return flow.index().points().entrySet().stream()
                .filter(entry -> entry.getValue().text("documentId").equals(id))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static long count(Map<String, Point> points, String id) {
        return points.values().stream()
                .filter(point -> point.text("documentId").equals(id))
                .count();
    }

    private static List<String> revisions(Map<String, Point> points, String id) {
        return points.values().stream()
                .filter(point -> point.text("documentId").equals(id))
                .map(point -> point.text("revision"))
                .distinct()
                .toList();
    }
}

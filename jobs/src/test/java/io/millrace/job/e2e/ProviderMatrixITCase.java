package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.job.e2e.ProviderSides.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Each embedding provider with each chat provider, on stubs that speak their wires: documents in by one job, answers out by
 * the other. Every provider is in a pair or two; {@code -Dmillrace.pairs=all} makes it every pair.
 */
@ExtendWith(EndToEnd.class)
class ProviderMatrixITCase {
    private static final boolean ALL = "all".equals(System.getProperty("millrace.pairs"));
    private static final int DOCUMENTS = 20;
    private static final int QUESTIONS = 5;
    static final List<String> GRAINS = List.of(
            "barley",
            "wheat",
            "rye",
            "oats",
            "spelt",
            "millet",
            "maize",
            "rice",
            "sorghum",
            "buckwheat",
            "emmer",
            "einkorn",
            "teff",
            "quinoa",
            "amaranth",
            "fonio",
            "triticale",
            "kamut",
            "durum",
            "lentils");

    @Test
    @SuppressWarnings("try") // The flow has a server's address.
    void everyEmbeddingProviderGoesWithEveryChatProvider(Servers servers) throws Exception {
        List<Side> finding = ProviderSides.embedding();
        List<Side> writing = ProviderSides.chat();
        int pairs = 0;
        int answered = 0;
        Set<String> failed = new TreeSet<>();
        for (int i = 0; i < finding.size(); i++) {
            Side finds = finding.get(i);
            try (Flow flow = new Flow(servers);
                    AutoCloseable server = finds.open(flow)) {
                ingest(flow);
                for (Side writes : ALL ? writing : ofPair(writing, i, finding.size())) {
                    int good = ask(flow, writes);
                    pairs++;
                    answered += good;
                    if (good < QUESTIONS) {
                        failed.add(finds.name() + " with " + writes.name());
                    }
                }
            }
        }

        System.out.printf(
                "MATRIX %d embedding providers %s, %d chat providers %s: %d pairs, %d of %d questions answered with the right"
                        + " citation%n",
                finding.size(),
                finding.stream().map(Side::name).toList(),
                writing.size(),
                writing.stream().map(Side::name).toList(),
                pairs,
                answered,
                pairs * QUESTIONS);
        assertThat(failed).isEmpty();
    }

    /** Every one of the longer list once, and so each of the shorter at least once. */
    private static List<Side> ofPair(List<Side> sides, int number, int others) {
        List<Side> chosen = new ArrayList<>();
        for (int at = number; at < Math.max(sides.size(), number + 1); at += others) {
            chosen.add(sides.get(at % sides.size()));
        }
        return chosen;
    }

    private static void ingest(Flow flow) {
        flow.set("documents.bounded", "true").prepare();
        for (int i = 0; i < DOCUMENTS; i++) {
            flow.documents()
                    .send(
                            "mill-" + i,
                            "{\"text\": \"The mill of %1$s grinds %1$s all day.\"}".formatted(GRAINS.get(i)));
        }
        var unused = flow.ingest().result();
    }

    /** How many questions were answered from the right document. */
    @SuppressWarnings("try") // As above.
    private static int ask(Flow flow, Side writes) throws Exception {
        int good = 0;
        try (AutoCloseable server = writes.open(flow);
                RunningJob job = flow.query()) {
            for (int i = 0; i < QUESTIONS; i++) {
                int mill = (i * 7 + 3) % DOCUMENTS;
                JsonNode answer = flow.request("\"type\": \"ask\", \"question\": \"Which mill grinds %s?\""
                                .formatted(GRAINS.get(mill)))
                        .json();
                boolean answered = answer.path("status").asText().equals("answered")
                        && answer.path("style").asText().equals("generated")
                        && answer.path("citations")
                                .findValuesAsText("documentId")
                                .contains("mill-" + mill);
                if (!answered) {
                    System.out.println("MATRIX not answered by " + writes.name() + ": " + answer);
                }
                good += answered ? 1 : 0;
            }
            assertThat(job.restarts()).isZero();
        }
        return good;
    }
}

package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.e2e.Index.Point;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Vectors of two models never mix, whenever the second one comes, and by whatever name the collection is reached. */
@ExtendWith(EndToEnd.class)
class LockITCase {
    private static final String SMALL = "text-embedding-3-small";
    private static final String LARGE = "text-embedding-3-large";

    @TempDir
    Path folder;

    private CollectionsByHand hand;

    @BeforeEach
    void takeTheServerInHand(Servers servers) {
        hand = new CollectionsByHand(servers.qdrantPort());
    }

    @AfterEach
    void letGo() {
        hand.close();
    }

    @Test
    void refusesAnotherModelOfTheSameDimensionBeforeAJobIsSubmitted(Flow flow) {
        Map<String, Point> points = filled(flow);
        int calls = flow.stub().calls().size();
        flow.set("embedding.model", LARGE);
        CommandRun refused =
                new CommandRun(1, mismatch(flow.name(), SMALL, LARGE, "model '%s' there, '%s' here (embedding.model)"));

        assertThat(CommandRun.of("ingest", flow, folder)).isEqualTo(refused);
        assertThat(CommandRun.of("query", flow, folder)).isEqualTo(refused);
        assertThat(flow.index().points()).isEqualTo(points);
        assertThat(flow.stub().calls()).hasSize(calls);
    }

    @Test
    void refusesAnotherRevisionOfTheModel(Flow flow) {
        flow.set("embedding.revision", "2024-01");
        filled(flow);

        flow.set("embedding.revision", "2026-01");

        assertThat(CommandRun.of("query", flow, folder).errors())
                .contains("vectors of openai/text-embedding-3-small of revision 2024-01, 128 dimensions")
                .contains("What differs: revision '2024-01' there, '2026-01' here (embedding.revision). Either");
        flow.unset("embedding.revision");
        assertThat(CommandRun.of("ingest", flow, folder).errors())
                .contains("What differs: revision '2024-01' there, not stated here (embedding.revision). Either");
    }

    @Test
    void refusesThroughAnAlias(Flow flow) {
        filled(flow);
        String alias = flow.name() + "-live";
        hand.alias(alias, flow.name());
        flow.set("qdrant.collection", alias).set("embedding.model", LARGE);
        CommandRun refused =
                new CommandRun(1, mismatch(alias, SMALL, LARGE, "model '%s' there, '%s' here (embedding.model)"));

        assertThat(CommandRun.of("ingest", flow, folder)).isEqualTo(refused);
        assertThat(CommandRun.of("query", flow, folder)).isEqualTo(refused);
    }

    @Test
    void refusesWhenTheCollectionIsSwappedBetweenTheCheckAndTheStart(Flow flow) {
        String alias = twoCollections(flow);
        String message = mismatch(alias, LARGE, SMALL, "model '%s' there, '%s' here (embedding.model)");
        flow.documents().send("late", "{\"text\": \"A document that must not get there.\"}");

        RunningJob ingest = flow.ingest(() -> hand.alias(alias, other(flow)));

        assertThat(ingest.failure()).isEqualTo(message);
        assertThat(ingest.restarts()).isZero();

        hand.alias(alias, flow.name());
        RunningJob query = flow.query(() -> hand.alias(alias, other(flow)));

        assertThat(query.failure()).isEqualTo(message);
        assertThat(query.restarts()).isZero();
        assertThat(flow.index().points()).hasSize(1);
    }

    @Test
    void refusesWhenARunningJobOpensTheCollectionAgainAndItIsAnother(Flow flow) {
        String alias = twoCollections(flow);
        RunningJob query = flow.query();
        query.awaitRunning();

        hand.alias(alias, other(flow));
        flow.servers().flink().failover();

        assertThat(query.failure())
                .isEqualTo(mismatch(alias, LARGE, SMALL, "model '%s' there, '%s' here (embedding.model)"));
    }

    @Test
    void movesToAnotherModelByANewCollectionAndAnAlias(Flow flow) {
        filled(flow);
        String alias = flow.name() + "-live";
        String other = other(flow);
        hand.alias(alias, flow.name());

        flow.set("qdrant.collection", other)
                .set("embedding.model", LARGE)
                .set("documents.bounded", "true")
                .set("kafka.group-id", other);
        flow.ingest().result();
        hand.alias(alias, other);
        flow.set("qdrant.collection", alias);
        flow.query();

        var answered = flow.request("\"type\": \"search\", \"query\": \"Which mill grinds barley?\"");
        assertThat(answered.found()).containsExactly("mill");
        assertThat(answered.json().path("models").path("embedding").asText()).isEqualTo("openai/" + LARGE);
    }

    @Test
    void takesAnotherChunkerAndNotesIt(Flow flow) {
        filled(flow);
        assertThat(chunking(flow)).isEqualTo("structure, 32 to 256 tokens, overlap 0, embedded with headings");

        flow.set("chunking.chunker", "sentence").set("documents.bounded", "true");
        flow.ingest().result();

        assertThat(chunking(flow))
                .isEqualTo("sentence, 0 to 256 tokens, overlap 0, 5 sentences, embedded with headings");
        flow.set("chunking.chunker", "structure");
        flow.query();
        assertThat(flow.request("\"type\": \"search\", \"query\": \"Which mill?\"")
                        .found())
                .containsExactly("mill");
        assertThat(chunking(flow)).startsWith("sentence");
    }

    private Map<String, Point> filled(Flow flow) {
        flow.set("documents.bounded", "true");
        flow.prepare();
        flow.documents().send("mill", "{\"text\": \"A mill that grinds barley.\"}");
        flow.ingest().result();
        flow.unset("documents.bounded");
        return flow.index().await(points -> points.size() == 1);
    }

    /** A filled collection, one of another model beside it, and an alias of the first, which the flow is set to use. */
    private String twoCollections(Flow flow) {
        filled(flow);
        String alias = flow.name() + "-live";
        flow.set("qdrant.collection", other(flow)).set("embedding.model", LARGE);
        flow.prepare();
        hand.alias(alias, flow.name());
        flow.set("qdrant.collection", alias).set("embedding.model", SMALL);
        return alias;
    }

    private static String other(Flow flow) {
        return flow.name() + "-other";
    }

    private String chunking(Flow flow) {
        return Objects.requireNonNull(hand.lock(flow.name()).get("chunking")).getStringValue();
    }

    private static String mismatch(String collection, String there, String here, String difference) {
        return ("Collection '%s' (qdrant.collection) holds vectors of openai/%s, 128 dimensions, cosine, unit length, and"
                        + " this job makes vectors of openai/%s, 128 dimensions, cosine, unit length; they can't be"
                        + " compared. What differs: %s. Either embed as the collection was made, or migrate: ingest into"
                        + " a new collection (--set qdrant.collection=NEW), then point the query job, or the alias that"
                        + " it uses, to that one; see 'Change the embedding model' in docs/operations.md")
                .formatted(collection, there, here, difference.formatted(there, here));
    }
}

package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.qdrant.EmbeddedQdrant;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What can't work is refused before a job is submitted, in a line that says what to mend. */
@ExtendWith(EndToEnd.class)
class RefusedStartsITCase {
    private static final String NOWHERE = "127.0.0.1:1";

    @TempDir
    Path folder;

    @Test
    void refusesAnUnreachableBroker(Flow flow) {
        flow.set("kafka.bootstrap-servers", NOWHERE);

        assertThat(CommandRun.of("ingest", flow, folder))
                .isEqualTo(new CommandRun(
                        1, "Kafka at 127.0.0.1:1 (kafka.bootstrap-servers) can't be reached within 20 s"));
    }

    @Test
    void refusesAnUnreachableQdrant(Flow flow) {
        flow.set("qdrant.url", "http://" + NOWHERE);
        CommandRun refused =
                new CommandRun(1, "Qdrant can't be reached at http://127.0.0.1:1 (qdrant.url): connection refused");

        assertThat(CommandRun.of("ingest", flow, folder)).isEqualTo(refused);
        assertThat(CommandRun.of("query", flow, folder)).isEqualTo(refused);
    }

    @Test
    void refusesAWrongKeyOfQdrant(Flow flow) {
        try (EmbeddedQdrant locked = EmbeddedQdrant.start(folder.resolve("qdrant"), 0, "the-right-key")) {
            flow.set("qdrant.url", locked.url()).set("qdrant.api-key", "another-key");
            CommandRun wrong = CommandRun.of("ingest", flow, folder);
            flow.unset("qdrant.api-key");
            CommandRun missing = CommandRun.of("ingest", flow, folder);

            assertThat(wrong)
                    .isEqualTo(new CommandRun(
                            1,
                            "Qdrant at %s refuses the API key (qdrant.api-key): Invalid API key or JWT"
                                    .formatted(locked.url())));
            assertThat(missing)
                    .isEqualTo(new CommandRun(
                            1,
                            "Qdrant at %s asks for an API key, and qdrant.api-key isn't set: Must provide an API key or an Authorization bearer token"
                                    .formatted(locked.url())));
        }
    }

    @Test
    void refusesACollectionOfAnotherDimension(Flow flow) {
        flow.ingest();
        flow.set("embedding.dimension", "64");
        CommandRun refused = new CommandRun(
                1,
                "Collection '%s' (qdrant.collection) holds vectors of openai/text-embedding-3-small, 128 dimensions, cosine, unit length, and this job makes vectors of openai/text-embedding-3-small, 64 dimensions, cosine, unit length; they can't be compared. What differs: dimension 128 there, 64 here (embedding.dimension). Either embed as the collection was made, or migrate: ingest into a new collection (--set qdrant.collection=NEW), then point the query job, or the alias that it uses, to that one; see 'Change the embedding model' in docs/operations.md"
                        .formatted(flow.name()));

        assertThat(CommandRun.of("ingest", flow, folder)).isEqualTo(refused);
        assertThat(CommandRun.of("query", flow, folder)).isEqualTo(refused);
    }

    @Test
    void refusesToAskACollectionThatDoesNotExist(Flow flow) {
        assertThat(CommandRun.of("query", flow, folder))
                .isEqualTo(new CommandRun(
                        1,
                        "Collection '%s' (qdrant.collection) doesn't exist in Qdrant at http://127.0.0.1:%d; an ingest job creates it"
                                .formatted(flow.name(), flow.servers().qdrantPort())));
    }

    @Test
    void refusesAMissingDirectory(Flow flow) {
        Path missing = folder.resolve("missing");
        flow.set("documents.source", "files").set("files.path", missing.toString());

        assertThat(CommandRun.of("ingest", flow, folder))
                .isEqualTo(new CommandRun(
                        1,
                        "files.path '%s' doesn't exist: there is no file or directory at %s"
                                .formatted(missing, missing)));
    }

    @Test
    void refusesAnUnknownProvider(Flow flow) {
        flow.set("embedding.provider", "opnai");

        assertThat(CommandRun.of("ingest", flow, folder))
                .isEqualTo(new CommandRun(
                        1, "Unknown embedding provider 'opnai' (embedding.provider). Known: onnx, openai, static"));
    }

    @Test
    void refusesAnUnknownRerankProvider(Flow flow) {
        flow.set("rerank.provider", "cohre");

        assertThat(CommandRun.of("query", flow, folder))
                .isEqualTo(new CommandRun(
                        1, "Unknown rerank provider 'cohre' (rerank.provider). Known: none, cohere, jina, tei"));
    }

    @Test
    void refusesAnUnknownKeyAnUnsetVariableAndADurationWithoutAUnit(Flow flow) {
        CommandRun run = CommandRun.of("ingest", flow, folder, """
                query:
                  topk: 5
                  timeout: 30
                chat:
                  api-key: ${MILLRACE_TEST_UNSET_VARIABLE}
                """);

        assertThat(run).isEqualTo(new CommandRun(2, """
                Configuration %s has 3 problems:
                  millrace.yaml:5: chat.api-key needs the environment variable MILLRACE_TEST_UNSET_VARIABLE, which \
                isn't set; export it where the job is submitted
                  millrace.yaml:2: Unknown key 'query.topk'. Did you mean 'query.top-k'? Known under 'query': \
                candidates, concurrency, evidence-tokens, limits, max-question-length, max-top-k, min-score, mode, \
                neighbours, timeout, top-k, vector-weight, words-weight
                  millrace.yaml:3: query.timeout must be a duration with its unit (ms, s, m, h or d), such as 30s, at \
                least 100ms, got '30'""".formatted(folder.resolve("millrace.yaml"))));
    }
}

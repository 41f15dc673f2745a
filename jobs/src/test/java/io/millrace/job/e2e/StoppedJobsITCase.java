package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.openai.stub.Fault;
import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import java.nio.file.Path;
import org.apache.flink.streaming.util.TestStreamEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What only a person can mend stops a job at once, and once it is mended the job goes on where it stopped. */
@ExtendWith(EndToEnd.class)
class StoppedJobsITCase {
    @TempDir
    Path folder;

    /** So often that checkpoints come between a record's arrival and the failure: none may commit what isn't done. */
    @BeforeEach
    void makeCheckpointsFrequent(Flow flow) {
        flow.set("job.checkpoint-interval", "200ms");
    }

    @Test
    void stopsForAWrongKeyOfTheEmbeddingProvider(Flow flow) {
        try (StubOpenAi locked = StubOpenAi.start(StubOptions.defaults().withApiKey("the-right-key"))) {
            flow.set("embedding.base-url", locked.baseUrl().toString()).set("embedding.api-key", "another-key");
            RunningJob wrong = flow.ingest();
            flow.documents().send("mill", "{\"text\": \"A mill for barley.\"}");

            assertThat(wrong.failure())
                    .isEqualTo("%s refused the API key with 401 invalid_api_key: set a valid one in embedding.api-key"
                            .formatted(locked.baseUrl()));
            assertThat(wrong.restarts()).isZero();

            flow.set("embedding.api-key", "the-right-key");
            flow.ingest();
            flow.index().await(points -> points.size() == 1);
            assertThat(flow.deadLetters().values()).isEmpty();
        }
    }

    @Test
    void saysInALineWhyTheJobStopped(Flow flow) {
        flow.set("embedding.api-key", "a-key").set("documents.bounded", "true");
        flow.ingest().result();
        flow.stub().failUntilRecovered(Fault.status(401, "{\"error\": {\"code\": \"invalid_api_key\"}}"));
        flow.documents().send("mill", "{\"text\": \"A mill for barley.\"}");
        TestStreamEnvironment.setAsContext(flow.servers().flink().cluster(), 2);
        try {
            assertThat(CommandRun.of("ingest", flow, folder))
                    .isEqualTo(new CommandRun(
                            1,
                            "%s refused the API key with 401 invalid_api_key: set a valid one in embedding.api-key"
                                    .formatted(flow.stub().baseUrl())));
        } finally {
            TestStreamEnvironment.unsetAsContext();
        }
    }

    @Test
    void stopsForAKeyThatIsRevokedInMidRun(Flow flow) {
        flow.set("embedding.api-key", "a-key");
        RunningJob job = flow.ingest();
        flow.documents().send("first", "{\"text\": \"The first document.\"}");
        flow.index().await(points -> points.size() == 1);

        flow.stub().failUntilRecovered(Fault.status(401, "{\"error\": {\"code\": \"invalid_api_key\"}}"));
        flow.documents().send("second", "{\"text\": \"The second document.\"}");

        assertThat(job.failure())
                .isEqualTo("%s refused the API key with 401 invalid_api_key: set a valid one in embedding.api-key"
                        .formatted(flow.stub().baseUrl()));
        assertThat(job.restarts()).isZero();
        flow.stub().recover();
        flow.ingest();
        flow.index().await(points -> points.size() == 2);
        assertThat(flow.deadLetters().values()).isEmpty();
    }

    @Test
    void stopsForAWrongKeyOfTheChatProviderAndAnswersOnceItIsMended(Flow flow) {
        flow.ingest();
        flow.documents().send("mill", "{\"text\": \"A mill for barley.\"}");
        flow.index().await(points -> points.size() == 1);
        try (StubOpenAi locked = StubOpenAi.start(StubOptions.defaults().withApiKey("the-right-key"))) {
            flow.set("chat.provider", "openai")
                    .set("chat.model", "gpt-4o-mini")
                    .set("chat.base-url", locked.baseUrl().toString())
                    .set("chat.api-key", "another-key")
                    // The query job is started again without its state, which holds what was in flight at a checkpoint.
                    .set("job.checkpoint-interval", "1m");
            RunningJob wrong = flow.query();
            flow.requests().send("asked", "{\"type\": \"ask\", \"question\": \"Which mill?\"}");

            assertThat(wrong.failure())
                    .isEqualTo("%s refused the API key with 401 invalid_api_key: set a valid one in chat.api-key"
                            .formatted(locked.baseUrl()));
            assertThat(wrong.restarts()).isZero();

            flow.set("chat.api-key", "the-right-key").set("job.checkpoint-interval", "200ms");
            flow.query();
            locked.replyNext("A mill for barley [1].");
            assertThat(flow.answers().await(1)).hasSize(1).first().satisfies(answer -> {
                assertThat(answer.toString()).contains("\"id\":\"asked\"", "\"answer\":\"A mill for barley [1].\"");
            });
        }
    }

    @Test
    void stopsForVectorsOfAWrongDimension(Flow flow) {
        RunningJob job = flow.ingest();
        flow.stub().failNext(Fault.Spoiled.ONE_DIMENSION_MISSING);
        flow.documents().send("mill", "{\"text\": \"A mill for barley.\"}");

        assertThat(job.failure())
                .isEqualTo(
                        "%s answered vectors of 127 dimensions where 128 were expected from model 'text-embedding-3-small': set embedding.dimension to 127, or to one that the model can be shortened to"
                                .formatted(flow.stub().baseUrl()));
        assertThat(job.restarts()).isZero();
        assertThat(flow.index().count()).isZero();
        flow.ingest();
        flow.index().await(points -> points.size() == 1);
        assertThat(flow.deadLetters().values()).isEmpty();
    }
}

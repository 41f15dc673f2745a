package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.openai.stub.Fault;
import io.millrace.embedded.qdrant.EmbeddedQdrant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An outage pauses; it drops nothing, and it restarts no job. */
@ExtendWith(EndToEnd.class)
class OutagesITCase {
    private static final int DOCUMENTS = 200;

    @TempDir
    Path folder;

    @Test
    void waitsForAProviderThatIsBusyAndThenDown(Flow flow) throws InterruptedException {
        flow.stub().failNext(Fault.rateLimited("1"), Fault.rateLimited("0"), Fault.reset(), Fault.truncated());
        flow.stub().failUntilRecovered(Fault.status(503));
        RunningJob job = flow.ingest();
        send(flow, 0, DOCUMENTS);
        assertThat(flow.stub().awaitCalls(8, Duration.ofSeconds(60))).isTrue();
        assertThat(flow.index().count()).isZero();

        flow.stub().recover();

        flow.index().await(points -> points.size() == DOCUMENTS);
        assertUndisturbed(flow, job);
    }

    @Test
    void waitsForAStoreThatIsDownForAWhile(Flow flow) throws InterruptedException {
        EmbeddedQdrant first = EmbeddedQdrant.start(folder, 0, null);
        int port = first.port();
        flow.set("qdrant.url", first.url()).set("qdrant.timeout", "2s");
        RunningJob job = flow.ingest();
        send(flow, 0, DOCUMENTS / 2);
        flow.index(port).await(points -> points.size() == DOCUMENTS / 2);
        long texts = texts(flow);

        flow.stub().hold();
        send(flow, DOCUMENTS / 2, DOCUMENTS);
        assertThat(flow.stub().awaitInFlight(1, Duration.ofSeconds(60))).isTrue();
        first.close();
        flow.stub().release();
        // Some are embedded, and have nowhere to go.
        var unused = Await.until(() -> texts(flow), embedded -> embedded > texts);
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);

        try (EmbeddedQdrant second = EmbeddedQdrant.start(folder, port, null)) {
            flow.index(second.port()).await(points -> points.size() == DOCUMENTS);
            assertUndisturbed(flow, job);
            job.close();
        }
    }

    @Test
    void answersRequestsOnceTheStoreIsBack(Flow flow) {
        EmbeddedQdrant first = EmbeddedQdrant.start(folder, 0, null);
        int port = first.port();
        flow.set("qdrant.url", first.url());
        RunningJob ingest = flow.ingest();
        RunningJob query = flow.query();
        flow.documents().send("mill", "{\"text\": \"A mill for barley.\"}");
        flow.index(port).await(points -> points.size() == 1);
        query.awaitRunning();
        first.close();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add("during-" + i);
            // Equal ones would be embedded once.
            flow.requests().send("during-" + i, "{\"type\": \"search\", \"query\": \"mill %d\"}".formatted(i));
        }
        // Each is embedded, and then finds no store.
        var unused = Await.until(() -> texts(flow), embedded -> embedded >= 21);

        try (EmbeddedQdrant second = EmbeddedQdrant.start(folder, port, null)) {
            assertThat(second.port()).isEqualTo(port);
            assertThat(flow.answers().await(20)).allSatisfy(answer -> {
                assertThat(answer.path("status").asText()).isEqualTo("answered");
                assertThat(answer.at("/results/0/documentId").asText()).isEqualTo("mill");
            });
            assertThat(flow.answers().values())
                    .extracting(answer -> answer.path("id").asText())
                    .containsExactlyInAnyOrderElementsOf(ids);
            assertThat(query.restarts()).isZero();
            query.close();
            ingest.close();
        }
    }

    private static void send(Flow flow, int from, int to) {
        IntStream.range(from, to)
                .forEach(number -> flow.documents()
                        .send("document-" + number, "{\"text\": \"Document %d of many.\"}".formatted(number)));
    }

    private static long texts(Flow flow) {
        return flow.stub().calls().stream().mapToLong(call -> call.inputs()).sum();
    }

    private static void assertUndisturbed(Flow flow, RunningJob job) {
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(job.restarts()).isZero();
        assertThat(flow.deadLetters().values()).isEmpty();
    }
}

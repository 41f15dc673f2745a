package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.qdrant.QdrantSettings;
import io.millrace.connector.qdrant.QdrantVectorStore;
import io.millrace.failure.FatalException;
import io.millrace.index.VectorStore;
import io.millrace.job.dryrun.DryRun;
import io.millrace.job.dryrun.DryRunReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A dry run says what the run after it does, and changes nothing. */
@ExtendWith(EndToEnd.class)
class DryRunITCase {
    @TempDir
    Path folder;

    @Test
    void saysOfATopicWhatTheRunDoesAndChangesNothing(Flow flow) throws Exception {
        flow.set("documents.bounded", "true").prepare();
        flow.documents().send("a", "{\"text\": \"The first document, of words that nobody wrote before.\"}");
        flow.documents().send("b", "{\"text\": \"The second document says the same as the third.\"}");
        flow.documents().send("c", "{\"text\": \"The second document says the same as the third.\"}");
        flow.ingest().result();
        flow.documents().send("a", "{\"text\": \"The first document, of other words.\"}");
        flow.documents().send("b", (String) null);
        flow.documents().send("d", "{\"text\": \"A fourth one.\"}");
        flow.documents().send("d", "{\"text\": \"A fourth one, said anew.\"}");
        flow.documents().send("broken", "{");
        int calls = flow.stub().calls().size();
        Map<String, Index.Point> points = flow.index().points();
        Map<TopicPartition, OffsetAndMetadata> offsets = offsets(flow);
        Set<String> topics = topics(flow);

        DryRunReport report = new DryRun(flow.config(), flow.runs()).report();

        assertThat(flow.stub().calls()).hasSize(calls);
        assertThat(flow.index().points()).isEqualTo(points);
        assertThat(offsets(flow)).isEqualTo(offsets);
        assertThat(topics(flow)).isEqualTo(topics);
        assertThat(flow.deadLetters().values()).isEmpty();
        assertThat(report.letters()).isEqualTo(Map.of("read malformed-json", 1L));
        assertThat(report.counts()).containsEntry("deletes", 1L).containsEntry("records", 5L);
        assertThatItIsSo(report, flow.ingest().result());
    }

    @Test
    void takesAnAbsentCollectionAsEmptyAndMakesNone(Flow flow) throws Exception {
        Path docs = Files.createDirectories(folder.resolve("docs"));
        for (int i = 0; i < 30; i++) {
            Files.writeString(docs.resolve("doc-" + i + ".txt"), "Document of the number " + i + ". ".repeat(3));
        }
        Files.write(docs.resolve("broken.pdf"), new byte[] {1, 2, 3});
        flow.set("documents.source", "files")
                .set("files.path", docs.toString())
                .set("files.prune", "true")
                .set("dead-letters.path", folder.resolve("letters").toString())
                .set("embedding.budget", "1 USD/day");

        DryRunReport report = new DryRun(flow.config(), flow.runs()).report();

        assertThat(exists(flow)).isFalse();
        assertThat(folder.resolve("letters")).doesNotExist();
        assertThat(flow.stub().calls()).isEmpty();
        assertThat(report.chunks()).isEqualTo(30);
        assertThat(report.cost()).isNotNull();
        assertThat(report.json().at("/cost/currency").asText()).isEqualTo("USD");
        assertThat(report.lines()).contains("budget   1.00 USD/day: enough, if it isn't spent otherwise");
        assertThatItIsSo(report, flow.ingest().result());
    }

    @Test
    void refusesWhatWouldCallTheModel(Flow flow) {
        flow.set("chunking.chunker", "semantic");

        assertThatThrownBy(() -> new DryRun(flow.config(), flow.runs()).report())
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("chunking.chunker is semantic");
    }

    @Test
    void createsNoTopic(Flow flow) throws Exception {
        assertThatThrownBy(() -> new DryRun(flow.config(), flow.runs()).report())
                .hasMessageContaining("kafka.documents-topic");

        assertThat(topics(flow)).doesNotContain(flow.documents().name());
    }

    private static void assertThatItIsSo(DryRunReport report, Map<String, Long> counts) {
        assertThat(counts.get("embedded")).isEqualTo(report.chunks());
        assertThat(counts.get("tokens")).isEqualTo(report.tokens());
        for (String count : new String[] {"added", "moved", "kept", "removed", "unchanged", "documents", "deletes"}) {
            assertThat(counts.get(count)).as(count).isEqualTo(report.counts().get(count));
        }
    }

    private static boolean exists(Flow flow) throws IOException {
        QdrantSettings settings = new QdrantSettings(
                URI.create("http://127.0.0.1:" + flow.servers().qdrantPort()), null, Duration.ofSeconds(30));
        try (VectorStore store = QdrantVectorStore.open(settings, flow.name())) {
            store.count().get();
            return true;
        } catch (ExecutionException e) {
            assertThat(e).hasMessageContaining("doesn't exist");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Flow flow) throws Exception {
        try (Admin admin = admin(flow)) {
            return admin.listConsumerGroupOffsets("millrace-ingest-" + flow.name())
                    .partitionsToOffsetAndMetadata()
                    .get();
        }
    }

    private static Set<String> topics(Flow flow) throws Exception {
        try (Admin admin = admin(flow)) {
            return admin.listTopics().names().get();
        }
    }

    private static Admin admin(Flow flow) {
        return Admin.create(Map.of("bootstrap.servers", flow.servers().kafka()));
    }
}

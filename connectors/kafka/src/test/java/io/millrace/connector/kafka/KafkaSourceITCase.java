package io.millrace.connector.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.embedded.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class KafkaSourceITCase {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension();

    @TempDir
    static Path data;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(data, 0);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @Test
    void readsRecordsAndDeletesAndEndsAtTheTopicsEnd() throws Exception {
        TestTopic topic = TestTopic.create(kafka, "documents");
        topic.send(written(1000L, utf8("a"), utf8("{\"id\":\"a\"}")));
        topic.send(written(2000L, utf8("a"), null));
        ProducerRecord<byte[], byte[]> tenanted = written(3000L, null, utf8("{}"));
        tenanted.headers().add("tenant", utf8("acme"));
        topic.send(tenanted);

        List<SourceRecord> records = readAll("documents", "readers", RuntimeExecutionMode.BATCH);

        assertThat(records)
                .containsExactly(
                        record("documents", 0, 1000, "a", null, Bytes.utf8("{\"id\":\"a\"}")),
                        record("documents", 1, 2000, "a", null, null),
                        record("documents", 2, 3000, null, "acme", Bytes.utf8("{}")));
    }

    @Test
    void startsAtTheCommittedOffsets() throws Exception {
        TestTopic topic = TestTopic.create(kafka, "resumed");
        topic.send("a", "1");
        topic.send("b", "2");
        commit("resumers", topic, 1);

        List<SourceRecord> records = readAll("resumed", "resumers", RuntimeExecutionMode.BATCH);

        assertThat(records).extracting(SourceRecord::key).containsExactly("b");
    }

    @Test
    void commitsOffsetsWithItsCheckpoints() throws Exception {
        TestTopic topic = TestTopic.create(kafka, "committed");
        topic.send("a", "1");
        readAll("committed", "committers", RuntimeExecutionMode.STREAMING);
        topic.send("b", "2");

        List<SourceRecord> records = readAll("committed", "committers", RuntimeExecutionMode.STREAMING);

        assertThat(records).extracting(SourceRecord::key).containsExactly("b");
    }

    @Test
    void leavesOutRecordsOfAbortedTransactions() throws Exception {
        TestTopic topic = TestTopic.create(kafka, "aborted");
        try (var producer = topic.producer(Map.of("transactional.id", "aborting"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("aborted", utf8("a"), utf8("1"))).get();
            producer.abortTransaction();
        }
        topic.send("b", "2");

        List<SourceRecord> records = readAll("aborted", "readers", RuntimeExecutionMode.BATCH);

        assertThat(records).extracting(SourceRecord::key).containsExactly("b");
    }

    @Test
    void endsOnAnEmptyTopic() throws Exception {
        TestTopic.create(kafka, "empty");

        assertThat(readAll("empty", "readers", RuntimeExecutionMode.BATCH)).isEmpty();
    }

    private static List<SourceRecord> readAll(String topic, String group, RuntimeExecutionMode mode) throws Exception {
        var configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setRuntimeMode(mode);
        env.enableCheckpointing(200);
        var settings = new KafkaSettings(kafka.bootstrapServers(), Map.of());
        List<SourceRecord> records = new ArrayList<>();
        // Closing it may be interrupted, so javac wants no try-with-resources.
        CloseableIterator<SourceRecord> read = env.fromSource(
                        KafkaTopics.source(settings, topic, group, true), WatermarkStrategy.noWatermarks(), topic)
                .setParallelism(1)
                .executeAndCollect();
        try {
            read.forEachRemaining(records::add);
        } finally {
            read.close();
        }
        return records;
    }

    private static void commit(String group, TestTopic topic, long offset) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
            admin.alterConsumerGroupOffsets(group, Map.of(topic.partition(), new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        }
    }

    private static SourceRecord record(
            String topic,
            long offset,
            long timestamp,
            @Nullable String key,
            @Nullable String tenant,
            @Nullable Bytes value) {
        return new SourceRecord(
                Origin.ofTopic(topic, 0, offset, timestamp), SourceRecord.Format.JSON, key, tenant, value, null);
    }

    private static ProducerRecord<byte[], byte[]> written(
            Long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
        return new ProducerRecord<byte[], byte[]>("documents", 0, timestamp, key, value);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}

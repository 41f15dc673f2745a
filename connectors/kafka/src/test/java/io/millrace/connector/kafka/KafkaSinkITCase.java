package io.millrace.connector.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.SourceRecord;
import io.millrace.embedded.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class KafkaSinkITCase {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension();

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String COMMITTED = "read_committed";
    private static final String UNCOMMITTED = "read_uncommitted";

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
    void exactlyOnceIsVisibleAtOnceToAllAndAfterACheckpointToCommittedReaders(@InjectMiniCluster MiniCluster flink)
            throws Exception {
        TestTopic in = TestTopic.create(kafka, "in");
        TestTopic out = TestTopic.create(kafka, "out");
        in.send("a", "1");
        JobClient job = copy("in", "out", Delivery.EXACTLY_ONCE);
        try {
            await(() -> out.values(UNCOMMITTED).equals(List.of("a=1")));
            assertThat(out.end(COMMITTED)).isZero();

            flink.triggerCheckpoint(job.getJobID(), CheckpointType.FULL).get();

            await(() -> out.values(COMMITTED).equals(List.of("a=1")));
        } finally {
            job.cancel().get();
        }
    }

    @Test
    void atLeastOnceIsVisibleAtOnceToAll() throws Exception {
        TestTopic in = TestTopic.create(kafka, "in-at-least-once");
        TestTopic out = TestTopic.create(kafka, "out-at-least-once");
        in.send("a", "1");
        JobClient job = copy("in-at-least-once", "out-at-least-once", Delivery.AT_LEAST_ONCE);
        try {
            await(() -> out.values(COMMITTED).equals(List.of("a=1")));
        } finally {
            job.cancel().get();
        }
    }

    @Test
    void abortsTheTransactionThatAKilledRunLeftOpen() throws Exception {
        TestTopic out = TestTopic.create(kafka, "out-killed");
        KafkaProducer<byte[], byte[]> killed = open(out, "test-out-killed~-0-1");
        try {
            write("out-killed", settings(Map.of()), "a");

            assertThat(out.values(COMMITTED)).containsExactly("a");
        } finally {
            killed.close(Duration.ZERO);
        }
    }

    @Test
    void leavesTheOpenTransactionsOfOtherSinksAlone() throws Exception {
        TestTopic out = TestTopic.create(kafka, "out-shared");
        try (KafkaProducer<byte[], byte[]> other = open(out, "test-out-shared-2~-0-1")) {
            write("out-shared", settings(Map.of()), "a");

            other.commitTransaction();
        }
        assertThat(out.values(COMMITTED)).containsExactly("open", "a");
    }

    @Test
    void writesRecordsAsLargeAsItWasPreparedFor() throws Exception {
        KafkaSettings settings = settings(Map.of("max.request.size", "50000000"));
        KafkaTopics.prepare(
                settings, Map.of("kafka.answers-topic", "out-large"), true, 1, null, Duration.ofSeconds(20));
        String large = "x".repeat(40_000_000);

        write("out-large", settings, large);

        assertThat(new TestTopic(kafka, "out-large").values(COMMITTED)).containsExactly(large);
    }

    private static KafkaProducer<byte[], byte[]> open(TestTopic topic, String transactionalId) throws Exception {
        KafkaProducer<byte[], byte[]> producer =
                topic.producer(Map.of("transactional.id", transactionalId, "transaction.timeout.ms", 900_000));
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic.name(), "open".getBytes(UTF_8)))
                .get();
        return producer;
    }

    private static JobClient copy(String from, String to, Delivery delivery) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.enableCheckpointing(Duration.ofHours(1).toMillis());
        DataStream<String> copied = env.fromSource(
                        KafkaTopics.source(settings(Map.of()), from, "copiers", false),
                        WatermarkStrategy.noWatermarks(),
                        from)
                .map(KafkaSinkITCase::shown)
                .returns(Types.STRING);
        copied.sinkTo(sink(to, settings(Map.of()), delivery));
        return env.executeAsync();
    }

    private static void write(String topic, KafkaSettings settings, String value) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        env.enableCheckpointing(200);
        env.fromData(value).sinkTo(sink(topic, settings, Delivery.EXACTLY_ONCE));
        env.execute();
    }

    private static KafkaSink<String> sink(String topic, KafkaSettings settings, Delivery delivery) {
        return KafkaTopics.sink(settings, topic, new TextEncoder(), delivery, "test-" + topic, Duration.ofMinutes(15));
    }

    private static KafkaSettings settings(Map<String, String> properties) {
        return new KafkaSettings(kafka.bootstrapServers(), properties);
    }

    private static String shown(SourceRecord record) {
        return record.key() + "="
                + new String(Objects.requireNonNull(record.value()).value(), UTF_8);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for %s", DEADLINE).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private record TextEncoder() implements KeyedEncoder<String> {
        @Override
        public byte @Nullable [] key(String text) {
            return null;
        }

        @Override
        public byte[] value(String text) {
            return text.getBytes(UTF_8);
        }
    }
}

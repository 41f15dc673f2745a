package io.millrace.connector.kafka;

import io.millrace.document.SourceRecord;
import io.millrace.failure.FatalException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.jspecify.annotations.Nullable;

/** Topics as a job's sources and sinks. */
public final class KafkaTopics {
    // Kafka's own default for buffer.memory, which must hold the largest record.
    private static final long BUFFER_MEMORY = 32L << 20;

    // Open transactions are looked for by prefix: without an end, "docs" would abort those of "docs-2".
    private static final String END_OF_PREFIX = "~";

    private KafkaTopics() {}

    /**
     * Reads a topic's records as they are, null values (deletes) too. A record's {@code tenant} header is its tenant.
     * Starts at the group's committed offsets, where it has none at the topic's beginning; offsets are committed when a
     * checkpoint is complete. Records of transactions that aren't committed aren't read.
     *
     * @param groupId the consumer group that offsets are committed for
     * @param bounded whether to stop at the topic's end, as it is when the job starts
     */
    @SuppressWarnings("deprecation") // Flink's builder takes no other type.
    public static KafkaSource<SourceRecord> source(
            KafkaSettings settings, String topic, String groupId, boolean bounded) {
        KafkaSourceBuilder<SourceRecord> builder = KafkaSource.<SourceRecord>builder()
                .setProperties(settings.toProperties())
                .setProperty("isolation.level", "read_committed")
                .setTopics(topic)
                .setGroupId(groupId)
                .setClientIdPrefix(groupId + "-" + topic)
                .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setDeserializer(new RecordReader());
        return bounded ? builder.setBounded(OffsetsInitializer.latest()).build() : builder.build();
    }

    /** As a bounded {@link #source}, which commits nothing: the group stays where it is. */
    @SuppressWarnings("deprecation") // As above.
    public static KafkaSource<SourceRecord> look(KafkaSettings settings, String topic, String groupId) {
        return KafkaSource.<SourceRecord>builder()
                .setProperties(settings.toProperties())
                .setProperty("isolation.level", "read_committed")
                .setProperty("commit.offsets.on.checkpoint", "false")
                .setTopics(topic)
                .setGroupId(groupId)
                .setClientIdPrefix(groupId + "-" + topic + "-look")
                .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setDeserializer(new RecordReader())
                .setBounded(OffsetsInitializer.latest())
                .build();
    }

    /** As {@link #source}, from the topic's start to its end, whatever the group has read. */
    public static KafkaSource<SourceRecord> whole(KafkaSettings settings, String topic, String groupId) {
        return KafkaSource.<SourceRecord>builder()
                .setProperties(settings.toProperties())
                .setProperty("isolation.level", "read_committed")
                .setProperty("commit.offsets.on.checkpoint", "false")
                .setTopics(topic)
                .setGroupId(groupId)
                .setClientIdPrefix(groupId + "-" + topic)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new RecordReader())
                .setBounded(OffsetsInitializer.latest())
                .build();
    }

    /**
     * Writes a topic. Read-uncommitted consumers see a record at once, whatever the delivery.
     *
     * @param transactionalIdPrefix of the transactions of {@link Delivery#EXACTLY_ONCE}: the same in every run of a
     *     job, and no other sink's on the same topic; transactions that a killed run left open are aborted by it
     * @param transactionTimeout after which the broker aborts a transaction; at most its
     *     {@code transaction.max.timeout.ms}, and longer than a checkpoint's interval and a restart take
     */
    public static <T> KafkaSink<T> sink(
            KafkaSettings settings,
            String topic,
            KeyedEncoder<T> encoder,
            Delivery delivery,
            String transactionalIdPrefix,
            Duration transactionTimeout) {
        return KafkaSink.<T>builder()
                .setKafkaProducerConfig(producerProperties(settings, transactionTimeout))
                .setRecordSerializer(new RecordWriter<>(topic, encoder))
                .setDeliveryGuarantee(guarantee(delivery))
                .setTransactionalIdPrefix(transactionalIdPrefix + END_OF_PREFIX)
                // Uses a few transactional ids again and again; otherwise each checkpoint leaves a new one on the
                // broker for a week. On a start it asks for the transactions left open, and aborts its own.
                .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                .build();
    }

    /**
     * Checks before a job is submitted that the cluster can be reached and has the topics. Blocks; two calls at the
     * same time do no harm.
     *
     * @param topics topics by their configuration keys, such as {@code kafka.answers-topic}
     * @param create whether a topic that is missing is created, for records as large as {@code max.request.size}
     * @param partitions of a topic that is created
     * @param replicationFactor of a topic that is created, or null for the broker's default
     * @param timeout of each question to the cluster
     * @throws FatalException naming the key to change, when it can't be reached, or a topic can't be used
     */
    public static void prepare(
            KafkaSettings settings,
            Map<String, String> topics,
            boolean create,
            int partitions,
            @Nullable Integer replicationFactor,
            Duration timeout) {
        var layout = new TopicLayout(partitions, replicationFactor, settings.maxRequestSize());
        try (Cluster cluster = Cluster.connect(settings, timeout)) {
            new TopicCheck(cluster, create, layout).check(topics);
        }
    }

    /**
     * Those of some topics that the cluster doesn't have. Blocks; creates nothing.
     *
     * @param topics topics by their configuration keys
     * @param timeout of each question to the cluster
     * @throws FatalException naming the key to change, when the cluster can't be reached or refuses to say
     */
    public static Map<String, String> missing(KafkaSettings settings, Map<String, String> topics, Duration timeout) {
        try (Cluster cluster = Cluster.connect(settings, timeout)) {
            return TopicCheck.missing(cluster, topics);
        }
    }

    private static Properties producerProperties(KafkaSettings settings, Duration transactionTimeout) {
        Properties properties = settings.toProperties();
        properties.setProperty("transaction.timeout.ms", String.valueOf(transactionTimeout.toMillis()));
        // Kafka's own 5 ms are for throughput; what jobs write is little, and somebody waits for each answer.
        properties.putIfAbsent("linger.ms", "0");
        Long largest = settings.maxRequestSize();
        if (largest != null && !properties.containsKey("buffer.memory")) {
            properties.setProperty("buffer.memory", String.valueOf(Math.max(BUFFER_MEMORY, largest)));
        }
        return properties;
    }

    private static DeliveryGuarantee guarantee(Delivery delivery) {
        return switch (delivery) {
            case EXACTLY_ONCE -> DeliveryGuarantee.EXACTLY_ONCE;
            case AT_LEAST_ONCE -> DeliveryGuarantee.AT_LEAST_ONCE;
        };
    }
}

package io.millrace.job.config;

import io.millrace.connector.kafka.Delivery;
import io.millrace.connector.kafka.KafkaSettings;
import io.millrace.job.config.bind.ConfigurationException;
import io.millrace.job.config.bind.DataSize;
import io.millrace.job.config.bind.MaskedText;
import io.millrace.job.config.bind.Setting;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The Kafka cluster, its topics, and how jobs use them. */
public record KafkaConfig(
        @Setting(
                doc = "Brokers to start from, as `host:port,host:port`. Needed by every job but one that only reads"
                        + " files.")
        @Nullable
        String bootstrapServers,

        @Setting(
                doc =
                        "Kafka's own client properties, for every client, such as `security.protocol: SASL_SSL`. Values of"
                                + " names that hold `password`, `secret`, `token`, `jaas`, `credential` or a private key are"
                                + " never shown.")
        Map<String, String> properties,

        @Setting(value = "documents", doc = "Documents to index; a null value deletes the document with that key.")
        String documentsTopic,

        @Setting(value = "requests", doc = "Questions and searches.")
        String requestsTopic,

        @Setting(value = "answers", doc = "One answer for each request.")
        String answersTopic,

        @Setting(
                doc = "Pieces of answers while they are written, for requests with `\"deltas\": true`; without it, such"
                        + " requests are refused.")
        @Nullable
        String answerDeltasTopic,

        @Setting(value = "dead-letters", doc = "Records that can't be processed, each with its reason.")
        String deadLettersTopic,

        @Setting(
                doc = "The consumer group that offsets are committed for; without it, `millrace-ingest-` and the"
                        + " collection's name, or `millrace-query-` and the collection's name.")
        @Nullable
        String groupId,

        @Setting(value = "true", doc = "Whether a topic that is missing is created before the job is submitted.")
        boolean createTopics,

        @Setting(value = "4", min = "1", doc = "Partitions of a topic that is created.")
        int partitions,

        @Setting(
                min = "1",
                max = "32767",
                doc = "Replicas of a topic that is created; without it, the broker's `default.replication.factor`.")
        @Nullable
        Integer replicationFactor,

        @Setting(
                value = "exactly-once",
                doc = "`exactly-once` writes in transactions that checkpoints commit, so read-committed consumers see"
                        + " each record once, and others see it at once. `at-least-once` may write a record again"
                        + " after a failure.")
        Delivery delivery,

        @Setting(
                value = "10m",
                min = "1s",
                max = "15m",
                doc = "How long a transaction may be open; longer than `job.checkpoint-interval` and than a restart"
                        + " takes. The broker's `transaction.max.timeout.ms`, 15 minutes by default, is the limit.")
        Duration transactionTimeout,

        @Setting(
                value = "64 MiB",
                min = "1 KiB",
                max = "1 GiB",
                doc =
                        "The largest record that is written. A topic that is created takes such records; one that exists must"
                                + " allow them (`max.message.bytes`).")
        DataSize maxRequestSize)
        implements Serializable {

    public KafkaConfig {
        properties = Map.copyOf(properties);
        SortedMap<String, String> topics = new TreeMap<>(Map.of(
                "kafka.documents-topic", documentsTopic,
                "kafka.requests-topic", requestsTopic,
                "kafka.answers-topic", answersTopic,
                "kafka.dead-letters-topic", deadLettersTopic));
        if (answerDeltasTopic != null) {
            topics.put("kafka.answer-deltas-topic", answerDeltasTopic);
        }
        KafkaRules.check(properties, topics);
    }

    /**
     * How Kafka's clients are configured.
     *
     * @throws ConfigurationException when {@code kafka.bootstrap-servers} is missing
     */
    public KafkaSettings requireSettings() {
        Map<String, String> all = new TreeMap<>(properties);
        all.put("max.request.size", String.valueOf(maxRequestSize.bytes()));
        return new KafkaSettings(requireBootstrapServers(), all);
    }

    /** The brokers to start from; throws {@link ConfigurationException} when there are none. */
    public String requireBootstrapServers() {
        if (bootstrapServers == null) {
            throw ConfigurationException.about(
                    "kafka.bootstrap-servers",
                    "kafka.bootstrap-servers is missing, and this job uses Kafka topics. Set it in the file or with"
                            + " --set kafka.bootstrap-servers=host:port");
        }
        return bootstrapServers;
    }

    @Override
    public String toString() {
        return MaskedText.of(this, KafkaSettings::isSecret);
    }
}

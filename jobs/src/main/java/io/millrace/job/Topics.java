package io.millrace.job;

import io.millrace.answer.Answer;
import io.millrace.answer.AnswerDelta;
import io.millrace.answer.AnswerDeltaJson;
import io.millrace.answer.AnswerJson;
import io.millrace.connector.kafka.Delivery;
import io.millrace.connector.kafka.KafkaSettings;
import io.millrace.connector.kafka.KafkaTopics;
import io.millrace.connector.kafka.KeyedEncoder;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetterJson;
import io.millrace.failure.Reason;
import io.millrace.job.config.KafkaConfig;
import io.millrace.job.config.MillraceConfig;
import io.millrace.usage.PriceTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Sink;
import org.jspecify.annotations.Nullable;

/** The topics of one job. */
final class Topics {
    /** What a record takes beside its value. */
    private static final int RECORD_OVERHEAD = 512;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MillraceConfig config;
    private final String groupId;
    private final String transactions;

    /** The role is {@code ingest} or {@code query}: each job has a consumer group and transactions of its own. */
    Topics(MillraceConfig config, String role) {
        this.config = config;
        String own = "millrace-" + role + "-" + config.qdrant().collection();
        this.groupId = config.kafka().groupId() == null ? own : config.kafka().groupId();
        // Not by the group alone: jobs that share one must not fence each other's transactions.
        this.transactions = groupId + "-" + role;
    }

    KafkaSettings settings() {
        return config.kafka().requireSettings();
    }

    String groupId() {
        return groupId;
    }

    /** Checks that the topics can be used, and creates those that are missing if it may. Names by configuration key. */
    void prepare(Map<String, String> topics) {
        KafkaConfig kafka = config.kafka();
        KafkaTopics.prepare(
                settings(), topics, kafka.createTopics(), kafka.partitions(), kafka.replicationFactor(), PATIENCE);
    }

    Sink<Answer> answers() {
        return sink(
                config.kafka().answersTopic(),
                new AnswerEncoder(
                        config.kafka().maxRequestSize().bytes() - RECORD_OVERHEAD,
                        config.prices().table()),
                config.kafka().delivery());
    }

    /** Null where no topic is configured. Written at once, whatever the delivery: what waits for a checkpoint comes late. */
    @Nullable
    Sink<AnswerDelta> answerDeltas() {
        String topic = config.kafka().answerDeltasTopic();
        return topic == null ? null : sink(topic, new AnswerDeltaEncoder(), Delivery.AT_LEAST_ONCE);
    }

    Sink<DeadLetter> deadLetters() {
        return sink(
                config.kafka().deadLettersTopic(),
                new DeadLetterEncoder(),
                config.kafka().delivery());
    }

    private <T> Sink<T> sink(String topic, KeyedEncoder<T> encoder, Delivery delivery) {
        return KafkaTopics.sink(
                settings(),
                topic,
                encoder,
                delivery,
                transactions + "-" + topic,
                config.kafka().transactionTimeout());
    }

    /** An answer beyond what a record may hold is told, not sent into a failure that every restart repeats. */
    private record AnswerEncoder(long limit, PriceTable prices) implements KeyedEncoder<Answer> {
        @Override
        public byte @Nullable [] key(Answer answer) {
            return answer.id().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] value(Answer answer) {
            byte[] json = AnswerJson.encode(answer, prices);
            if (json.length + 3L * answer.id().length() <= limit) {
                return json;
            }
            return AnswerJson.encode(Answer.without(
                    answer.id(),
                    Answer.Status.FAILED,
                    new Reason(
                            "answer-too-large",
                            "the answer has %d bytes, more than kafka.max-request-size allows: ask for fewer chunks (topK) or questions"
                                    .formatted(json.length))));
        }
    }

    /** The key keeps a request's deltas in one partition, and so in order. */
    private record AnswerDeltaEncoder() implements KeyedEncoder<AnswerDelta> {
        @Override
        public byte @Nullable [] key(AnswerDelta delta) {
            return delta.id().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] value(AnswerDelta delta) {
            return AnswerDeltaJson.encode(delta);
        }
    }

    private record DeadLetterEncoder() implements KeyedEncoder<DeadLetter> {
        @Override
        public byte @Nullable [] key(DeadLetter letter) {
            return letter.documentId() == null ? null : letter.documentId().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] value(DeadLetter letter) {
            return DeadLetterJson.encode(letter);
        }
    }
}

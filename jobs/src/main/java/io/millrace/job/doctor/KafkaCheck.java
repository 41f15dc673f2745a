package io.millrace.job.doctor;

import io.millrace.connector.kafka.KafkaSettings;
import io.millrace.connector.kafka.KafkaTopics;
import io.millrace.failure.FatalException;
import io.millrace.job.config.DocumentsConfig;
import io.millrace.job.config.KafkaConfig;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.doctor.Doctor.Said;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Asks Kafka for the topics. */
final class KafkaCheck implements Callable<Said> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MillraceConfig config;

    KafkaCheck(MillraceConfig config) {
        this.config = config;
    }

    @Override
    public Said call() {
        KafkaConfig kafka = config.kafka();
        if (kafka.bootstrapServers() == null) {
            return Said.unused(
                    "kafka.bootstrap-servers isn't set: only files can be ingested, and the query job can't run");
        }
        KafkaSettings settings = kafka.requireSettings();
        Map<String, String> topics = topics(kafka);
        Map<String, String> missing = KafkaTopics.missing(settings, topics, PATIENCE);
        if (missing.isEmpty()) {
            return Said.works("%s has all %d topics".formatted(settings.bootstrapServers(), topics.size()));
        }
        if (!kafka.createTopics()) {
            throw new FatalException(
                    "missing-topic",
                    "%s lacks the topics %s, and kafka.create-topics is false: create them, or set it to true"
                            .formatted(settings.bootstrapServers(), missing));
        }
        return Said.works("%s; topics that the jobs will create: %s"
                .formatted(settings.bootstrapServers(), String.join(", ", missing.values())));
    }

    private Map<String, String> topics(KafkaConfig kafka) {
        Map<String, String> topics = new LinkedHashMap<>();
        if (config.documents().source() == DocumentsConfig.Source.KAFKA) {
            topics.put("kafka.documents-topic", kafka.documentsTopic());
        }
        topics.put("kafka.requests-topic", kafka.requestsTopic());
        topics.put("kafka.answers-topic", kafka.answersTopic());
        if (kafka.answerDeltasTopic() != null) {
            topics.put("kafka.answer-deltas-topic", kafka.answerDeltasTopic());
        }
        topics.put("kafka.dead-letters-topic", kafka.deadLettersTopic());
        return topics;
    }
}

package io.millrace.job.config;

import io.millrace.job.config.bind.Contradictions;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** What the settings of the {@code kafka} section must keep to together. */
final class KafkaRules {
    // Kafka's own rule: org.apache.kafka.common.internals.Topic.
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");

    // Client properties that a key of ours sets, and those that jobs can't work without setting themselves.
    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("bootstrap.servers", "it is kafka.bootstrap-servers"),
            Map.entry("group.id", "it is kafka.group-id"),
            Map.entry("transaction.timeout.ms", "it is kafka.transaction-timeout"),
            Map.entry("max.request.size", "it is kafka.max-request-size"),
            Map.entry("enable.auto.commit", "checkpoints commit offsets"),
            Map.entry("auto.offset.reset", "a job starts at its committed offsets, else at the topic's beginning"),
            Map.entry("transactional.id", "kafka.delivery decides it"),
            Map.entry("enable.idempotence", "kafka.delivery decides it"),
            Map.entry("acks", "kafka.delivery decides it"),
            Map.entry("isolation.level", "jobs read committed records only"),
            Map.entry("key.serializer", "jobs write bytes"),
            Map.entry("value.serializer", "jobs write bytes"),
            Map.entry("key.deserializer", "jobs read bytes"),
            Map.entry("value.deserializer", "jobs read bytes"));

    private KafkaRules() {}

    /** Throws {@link io.millrace.job.config.bind.ConfigurationException}. Topics are given by their keys. */
    static void check(Map<String, String> properties, SortedMap<String, String> topics) {
        var contradictions = new Contradictions();
        OURS.forEach((name, owner) -> contradictions.unless(
                !properties.containsKey(name),
                "kafka.properties." + name,
                "kafka.properties.%s can't be set: %s".formatted(name, owner)));
        Map<String, String> keys = new HashMap<>();
        topics.forEach((key, topic) -> {
            contradictions.unless(
                    TOPIC.matcher(topic).matches(),
                    key,
                    "%s must be 1 to 249 letters, digits, '.', '_' or '-', and not '.' or '..', got '%s'"
                            .formatted(key, topic));
            String other = keys.putIfAbsent(topic, key);
            contradictions.unless(
                    other == null, key, "%s must not be the topic of %s, got '%s'".formatted(key, other, topic));
        });
        contradictions.refuse();
    }
}

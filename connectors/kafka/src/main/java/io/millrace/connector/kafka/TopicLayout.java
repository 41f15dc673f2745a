package io.millrace.connector.kafka;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * How topics are created.
 *
 * @param partitions of each
 * @param replicationFactor of each, or null for the broker's default
 * @param largestRecord bytes of the largest record that each takes, or null for the broker's default
 */
record TopicLayout(
        int partitions,
        @Nullable Integer replicationFactor,
        @Nullable Long largestRecord) {
    NewTopic topic(String name) {
        Optional<Short> replicas = Optional.ofNullable(replicationFactor).map(Integer::shortValue);
        NewTopic topic = new NewTopic(name, Optional.of(partitions), replicas);
        return largestRecord == null
                ? topic
                : topic.configs(Map.of("max.message.bytes", String.valueOf(largestRecord)));
    }
}

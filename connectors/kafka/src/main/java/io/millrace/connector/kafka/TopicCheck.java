package io.millrace.connector.kafka;

import io.millrace.failure.FatalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that a job's topics exist. */
final class TopicCheck {
    private static final Logger log = LoggerFactory.getLogger(TopicCheck.class);

    private final Cluster cluster;
    private final boolean create;
    private final TopicLayout layout;

    TopicCheck(Cluster cluster, boolean create, TopicLayout layout) {
        this.cluster = cluster;
        this.create = create;
        this.layout = layout;
    }

    /** Topics are given by their configuration keys. */
    void check(Map<String, String> topics) {
        Map<String, String> missing = missing(cluster, topics);
        if (missing.isEmpty()) {
            return;
        }
        if (!create) {
            throw new FatalException("missing-topic", missingTopics(missing));
        }
        missing.forEach((key, topic) -> {
            cluster.createTopic(key, layout.topic(topic));
            log.info("Created topic {} with {} partitions", topic, layout.partitions());
        });
    }

    /** Those that the cluster doesn't have, by their keys in order. */
    static Map<String, String> missing(Cluster cluster, Map<String, String> topics) {
        Map<String, String> missing = new TreeMap<>();
        topics.forEach((key, topic) -> {
            if (!cluster.hasTopic(key, topic)) {
                missing.put(key, topic);
            }
        });
        return missing;
    }

    private String missingTopics(Map<String, String> missing) {
        List<String> named = new ArrayList<>();
        missing.forEach((key, topic) -> named.add("'%s' (%s)".formatted(topic, key)));
        return "Kafka at %s has no topic %s, and kafka.create-topics is false: create what is missing, or set it to true"
                .formatted(cluster.bootstrapServers(), String.join(", no topic ", named));
    }
}

package io.millrace.job.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A topic's JSON records from its beginning, committed ones only, by Kafka's plain consumer. For one thread. */
final class CommittedRecords implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String topic;
    private final KafkaConsumer<String, String> consumer;
    private final List<JsonNode> seen = new ArrayList<>();

    CommittedRecords(String bootstrapServers, String topic) {
        this.topic = topic;
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** All of them until now. */
    List<JsonNode> all() {
        consumer.poll(POLL).forEach(record -> seen.add(parse(record.value())));
        return List.copyOf(seen);
    }

    /** The ids of all until now, in no order. */
    List<String> ids() {
        return all().stream().map(record -> record.path("id").asText()).toList();
    }

    /** The first with that id, as soon as there is one. */
    JsonNode await(String id) {
        Await.until(PATIENCE, () -> "%s with '%s': %s".formatted(topic, id, ids()), () -> ids().contains(id));
        return seen.stream()
                .filter(record -> record.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private JsonNode parse(String value) {
        try {
            return JSON.readTree(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError("A record of %s isn't JSON".formatted(topic), e);
        }
    }
}

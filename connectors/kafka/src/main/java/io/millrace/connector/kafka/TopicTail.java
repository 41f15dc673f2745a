package io.millrace.connector.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic from a consumer group's position to the topic's end as it is now: committed records only. The group's
 * position moves when it is told to. For one thread, and one reader of a group at a time.
 */
public final class TopicTail implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    /** How long one record may take to come, of a topic that has it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A group that never reads. */
    private static final String LOOKING = "millrace-look";

    private final KafkaConsumer<byte[], byte[]> tail;
    private final KafkaConsumer<byte[], byte[]> single;
    private final Map<TopicPartition, Long> ends;

    private TopicTail(
            KafkaConsumer<byte[], byte[]> tail, KafkaConsumer<byte[], byte[]> single, Map<TopicPartition, Long> ends) {
        this.tail = tail;
        this.single = single;
        this.ends = ends;
    }

    /**
     * Opens the topic, which must exist.
     *
     * @param fromStart whether to read from the topic's start, wherever the group is
     */
    public static TopicTail open(KafkaSettings settings, String topic, String groupId, boolean fromStart) {
        KafkaConsumer<byte[], byte[]> tail = consumer(settings, groupId);
        List<TopicPartition> partitions = partitions(tail, topic);
        tail.assign(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(tail.endOffsets(partitions));
        Map<TopicPartition, OffsetAndMetadata> committed = tail.committed(new HashSet<>(partitions));
        Map<TopicPartition, Long> starts = tail.beginningOffsets(partitions);
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata position = committed.get(partition);
            long start = starts.getOrDefault(partition, 0L);
            tail.seek(partition, fromStart || position == null ? start : Math.max(start, position.offset()));
        }
        return new TopicTail(tail, consumer(settings, groupId), ends);
    }

    /** Whether there is such a topic. */
    public static boolean exists(KafkaSettings settings, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(settings, LOOKING)) {
            return !partitions(consumer, topic).isEmpty();
        }
    }

    /**
     * Whether the topic still has the first record that it ever had, of each partition: what isn't in it never was, or
     * was replaced by a later record of its key.
     */
    public static boolean isWhole(KafkaSettings settings, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(settings, LOOKING)) {
            return consumer.beginningOffsets(partitions(consumer, topic)).values().stream()
                    .allMatch(start -> start == 0);
        }
    }

    /** The next records; null at the end. */
    public @Nullable List<TopicRecord> next() {
        while (!isAtEnd()) {
            List<TopicRecord> records = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : tail.poll(POLL)) {
                Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
                if (end != null && record.offset() < end) {
                    records.add(TopicRecord.of(record));
                }
            }
            if (!records.isEmpty()) {
                return records;
            }
        }
        return null;
    }

    /** Where the reading stands, by partition: what comes next has at least that offset. */
    public Map<Integer, Long> positions() {
        Map<Integer, Long> positions = new HashMap<>();
        ends.forEach((partition, end) -> positions.put(partition.partition(), Math.min(end, tail.position(partition))));
        return positions;
    }

    /** Moves the group's position, by partition. */
    public void commit(Map<Integer, Long> positions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : ends.keySet()) {
            Long position = positions.get(partition.partition());
            if (position != null) {
                offsets.put(partition, new OffsetAndMetadata(position));
            }
        }
        tail.commitSync(offsets);
    }

    /** One record of any topic; null when the topic no longer has it, or never had. */
    public @Nullable TopicRecord at(String topic, int partition, long offset) {
        TopicPartition place = new TopicPartition(topic, partition);
        if (!partitions(single, topic).contains(place)) {
            return null;
        }
        single.assign(List.of(place));
        long start = single.beginningOffsets(List.of(place)).getOrDefault(place, 0L);
        long end = single.endOffsets(List.of(place)).getOrDefault(place, 0L);
        if (offset < start || offset >= end) {
            return null;
        }
        single.seek(place, offset);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (single.position(place) <= offset && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : single.poll(POLL)) {
                // A compacted topic may go on with a later one.
                return record.offset() == offset ? TopicRecord.of(record) : null;
            }
        }
        return null;
    }

    @Override
    public void close() {
        tail.close();
        single.close();
    }

    private boolean isAtEnd() {
        return ends.entrySet().stream().allMatch(end -> tail.position(end.getKey()) >= end.getValue());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        var known = consumer.listTopics().get(topic);
        return known == null
                ? List.of()
                : known.stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList();
    }

    private static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings settings, String groupId) {
        Properties properties = settings.toProperties();
        properties.setProperty("group.id", groupId);
        properties.setProperty("enable.auto.commit", "false");
        properties.setProperty("isolation.level", "read_committed");
        properties.setProperty("auto.offset.reset", "earliest");
        // Millions of bytes at a time would be held; letters are looked at one by one.
        properties.setProperty("max.poll.records", "100");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}

package io.millrace.job.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** A topic, written and read with Kafka's plain clients; reads committed records only. Used by one thread. */
final class Topic implements AutoCloseable {
    private final Servers servers;
    private final String name;
    private final List<JsonNode> seen = new ArrayList<>();
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    Topic(Servers servers, String name) {
        this.servers = servers;
        this.name = name;
    }

    String name() {
        return name;
    }

    void send(@Nullable String key, @Nullable String value) {
        send(new ProducerRecord<>(name, bytes(key), bytes(value)));
    }

    /** Sends records, each of a time of its own, in their order. */
    void send(List<History.Event> events) {
        List<Future<?>> sent = new ArrayList<>();
        for (History.Event event : events) {
            sent.add(servers.producer()
                    .send(new ProducerRecord<>(
                            name, null, event.timestamp(), bytes(event.key()), bytes(event.value()))));
        }
        sent.forEach(Topic::await);
    }

    /** Sends a record of a time of the test's own, in milliseconds since the epoch. */
    void sendAt(long timestamp, @Nullable String key, @Nullable String value) {
        send(new ProducerRecord<>(name, null, timestamp, bytes(key), bytes(value)));
    }

    void send(@Nullable String key, byte[] value) {
        send(new ProducerRecord<>(name, bytes(key), value));
    }

    /** Sends one tenant's record, at a time of the test's own. */
    void sendAt(long timestamp, String key, String tenant, String value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(name, null, timestamp, bytes(key), bytes(value));
        record.headers().add("tenant", tenant.getBytes(UTF_8));
        send(record);
    }

    /** Drops every record that is there now, as a topic's retention does. */
    void forget() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            for (TopicPartition partition : partitions()) {
                all.put(partition, RecordsToDelete.beforeOffset(-1));
            }
            admin.deleteRecords(all).all().get();
        } catch (ExecutionException e) {
            throw new AssertionError("the topic's records can't be dropped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while records are dropped", e);
        }
    }

    /** Deletes one tenant's document of that id. */
    void sendTombstone(String key, String tenant) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(name, bytes(key), null);
        record.headers().add("tenant", tenant.getBytes(UTF_8));
        send(record);
    }

    /** The values of the records that were committed so far. */
    List<JsonNode> values() {
        if (consumer == null) {
            consumer = consumer();
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
            seen.add(json(record.value()));
        }
        return List.copyOf(seen);
    }

    /** The first value that is such, once it is committed. */
    JsonNode await(Predicate<JsonNode> wanted) {
        return Await.until(this::values, values -> values.stream().anyMatch(wanted)).stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    /** The values, once there are so many. */
    List<JsonNode> await(int count) {
        return Await.until(this::values, values -> values.size() >= count);
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
        }
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        await(servers.producer().send(record));
    }

    private static void await(Future<?> sent) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw new AssertionError("the topic takes no record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while sending", e);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        KafkaConsumer<byte[], byte[]> opened = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers.kafka(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = partitions(opened);
        opened.assign(partitions);
        opened.seekToBeginning(partitions);
        return opened;
    }

    private List<TopicPartition> partitions() {
        try (KafkaConsumer<byte[], byte[]> asking = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers.kafka()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return partitions(asking);
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> asking) {
        return asking.partitionsFor(name).stream()
                .map(partition -> new TopicPartition(name, partition.partition()))
                .toList();
    }

    private static JsonNode json(byte[] value) {
        try {
            return Json.MAPPER.readTree(value);
        } catch (IOException e) {
            throw new AssertionError("a record of the topic isn't JSON", e);
        }
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }
}

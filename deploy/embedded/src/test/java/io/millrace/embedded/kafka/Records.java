package io.millrace.embedded.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What Kafka's own clients write to and read from a broker. */
final class Records {
    private static final long DEADLINE_SECONDS = 30;

    private Records() {}

    static KafkaProducer<String, String> producer(String bootstrapServers, Map<String, Object> settings) {
        var all = new HashMap<String, Object>(Map.of("bootstrap.servers", bootstrapServers, "acks", "all"));
        all.putAll(settings);
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    static void produce(String bootstrapServers, String topic, String... values) {
        try (var producer = producer(
                bootstrapServers, Map.of("max.request.size", 64 * 1024 * 1024, "buffer.memory", 128L * 1024 * 1024))) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value)).get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while producing", e);
        } catch (ExecutionException e) {
            throw new AssertionError("The broker refused a record", e);
        }
    }

    /** The next records of the topic's only partition for the group, committed as read. */
    static List<String> consume(String bootstrapServers, String topic, String group, int count) {
        try (var consumer = consumer(bootstrapServers, group)) {
            consumer.subscribe(List.of(topic));
            var values = poll(consumer, count);
            consumer.commitSync();
            return values;
        }
    }

    /** All committed records of the topic's only partition. */
    static List<String> committed(String bootstrapServers, String topic) {
        try (var consumer = consumer(bootstrapServers, "unused")) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var values = new ArrayList<String>();
            // For a reader of committed records, the end is where the first open transaction begins.
            var ends = consumer.endOffsets(List.of(partition)).values();
            long end = ends.iterator().next();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }

    private static List<String> poll(KafkaConsumer<String, String> consumer, int count) {
        var values = new ArrayList<String>();
        long deadline = System.nanoTime() + Duration.ofSeconds(DEADLINE_SECONDS).toNanos();
        while (values.size() < count && System.nanoTime() < deadline) {
            consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
        }
        return values;
    }

    private static KafkaConsumer<String, String> consumer(String bootstrapServers, String group) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                group,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "isolation.level",
                "read_committed");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }
}

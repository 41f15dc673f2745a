package io.millrace.connector.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.embedded.kafka.EmbeddedKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A topic of one partition, written and read with Kafka's plain clients. */
record TestTopic(EmbeddedKafka kafka, String name) {
    static TestTopic create(EmbeddedKafka kafka, String name) {
        kafka.createTopics(1, name);
        return new TestTopic(kafka, name);
    }

    void send(String key, @Nullable String value) throws ExecutionException, InterruptedException {
        send(new ProducerRecord<>(name, bytes(key), bytes(value)));
    }

    void send(ProducerRecord<byte[], byte[]> record) throws ExecutionException, InterruptedException {
        try (var producer = producer(Map.of())) {
            producer.send(record).get();
        }
    }

    KafkaProducer<byte[], byte[]> producer(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("bootstrap.servers", kafka.bootstrapServers());
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The offset up to which a consumer of an isolation level can read now. */
    long end(String isolationLevel) {
        try (var consumer = consumer(isolationLevel)) {
            return end(consumer);
        }
    }

    /** The values that a consumer of an isolation level can read now. */
    List<String> values(String isolationLevel) {
        List<String> values = new ArrayList<>();
        try (var consumer = consumer(isolationLevel)) {
            consumer.assign(List.of(partition()));
            long end = end(consumer);
            consumer.seekToBeginning(List.of(partition()));
            while (consumer.position(partition()) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(new String(record.value(), UTF_8));
                }
            }
        }
        return values;
    }

    TopicPartition partition() {
        return new TopicPartition(name, 0);
    }

    private long end(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.endOffsets(List.of(partition())).values().iterator().next();
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolationLevel) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", isolationLevel),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }
}

package io.millrace.local.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connector.kafka.KafkaSettings;
import io.millrace.document.json.Json;
import io.millrace.failure.FatalException;
import io.millrace.job.config.KafkaConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Sends requests to the query job's topics and waits for their answers. For one thread. */
public final class QueryClient implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final String requestsTopic;

    private QueryClient(
            KafkaProducer<String, byte[]> producer, KafkaConsumer<String, byte[]> consumer, String requestsTopic) {
        this.producer = producer;
        this.consumer = consumer;
        this.requestsTopic = requestsTopic;
    }

    /**
     * Connects, and reads answers from now on: before the first request is sent.
     *
     * @param patience how long Kafka may take for anything
     * @throws FatalException when there is no Kafka, or it hasn't the topics
     */
    public static QueryClient of(KafkaConfig kafka, Duration patience) {
        String servers = kafka.requireBootstrapServers();
        if (!BrokerAddresses.answer(servers)) {
            throw new FatalException("kafka-unreachable", "No Kafka answers at %s".formatted(servers));
        }
        Properties settings = properties(kafka.requireSettings(), patience);
        var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        try {
            consumer.assign(partitions(consumer, kafka.answersTopic(), servers));
            consumer.seekToEnd(consumer.assignment());
            consumer.assignment().forEach(consumer::position);
            return new QueryClient(
                    new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()),
                    consumer,
                    kafka.requestsTopic());
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic, String servers) {
        List<PartitionInfo> partitions = consumer.listTopics().get(topic);
        if (partitions == null) {
            throw new FatalException(
                    "missing-topic",
                    "Kafka at %s has no topic '%s': no query job has run on it".formatted(servers, topic));
        }
        return partitions.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private static Properties properties(KafkaSettings kafka, Duration patience) {
        Properties settings = new Properties();
        settings.putAll(kafka.properties());
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("max.block.ms", String.valueOf(patience.toMillis()));
        settings.put("default.api.timeout.ms", String.valueOf(patience.toMillis()));
        settings.put("request.timeout.ms", String.valueOf(Math.min(30_000, patience.toMillis())));
        settings.put("delivery.timeout.ms", String.valueOf(Math.max(31_000, patience.toMillis())));
        // An answer shows when it is written; that its transaction is still open matters to machines, not to a person.
        settings.put("isolation.level", "read_uncommitted");
        settings.put("enable.auto.commit", "false");
        return settings;
    }

    /** A request with nothing but its type and question. */
    public static ObjectNode request(String type, String question) {
        return Json.MAPPER
                .createObjectNode()
                .put("id", UUID.randomUUID().toString())
                .put("type", type)
                .put("question", question);
    }

    /** The answer to the request, or null when none came in time. */
    public @Nullable JsonNode answer(ObjectNode request, Duration patience) throws IOException {
        String id = request.get("id").textValue();
        var unused = producer.send(new ProducerRecord<>(requestsTopic, id, Json.MAPPER.writeValueAsBytes(request)));
        producer.flush();
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                if (id.equals(record.key())) {
                    return parse(record.value());
                }
            }
        }
        return null;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
        consumer.close();
    }

    private static JsonNode parse(byte[] json) throws IOException {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IOException("the answers topic holds a record that isn't JSON: " + e.getOriginalMessage(), e);
        }
    }
}

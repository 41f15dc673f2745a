package io.millrace.benchmark.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A client of the query job: produces requests, and a thread of its own reads the answers. */
final class KafkaRequests implements Asked {
    private static final Duration POLL = Duration.ofSeconds(1);

    private final String requests;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Answers answers;
    private final Thread reading;

    private KafkaRequests(
            String requests,
            KafkaProducer<String, byte[]> producer,
            KafkaConsumer<byte[], byte[]> consumer,
            Answers answers) {
        this.requests = requests;
        this.producer = producer;
        this.consumer = consumer;
        this.answers = answers;
        reading = new Thread(this::read, "answers");
    }

    /**
     * Opens the client; both topics are there.
     *
     * @param committed whether only what is committed counts as an answer
     */
    static KafkaRequests open(
            String broker, String requestsTopic, String answersTopic, boolean committed, Answers answers) {
        // Kafka's own 5 ms of lingering would be the client's time, and no part of what is measured.
        KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker, "linger.ms", "0"),
                new StringSerializer(),
                new ByteArraySerializer());
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker,
                        "isolation.level",
                        committed ? "read_committed" : "read_uncommitted"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(answersTopic).stream()
                .map(partition -> new TopicPartition(answersTopic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        KafkaRequests client = new KafkaRequests(requestsTopic, producer, consumer, answers);
        client.reading.start();
        return client;
    }

    @Override
    public void ask(String id, String question) {
        byte[] request = Json.MAPPER
                .createObjectNode()
                .put("id", id)
                .put("type", "ask")
                .put("question", question)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(new ProducerRecord<>(requests, id, request));
    }

    private void read() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(Json.MAPPER.readTree(record.value()), System.nanoTime());
                }
            }
        } catch (WakeupException closed) {
            // As close() wants it.
        } catch (IOException e) {
            throw new UncheckedIOException("an answer isn't JSON", e);
        }
    }

    private void take(JsonNode answer, long now) {
        Map<String, Double> stages = new HashMap<>();
        answer.path("timings")
                .properties()
                .forEach(stage -> stages.put(stage.getKey(), stage.getValue().asDouble()));
        answers.came(
                answer.path("id").asText(), now, answer.path("status").asText().equals("answered"), stages);
    }

    @Override
    public void close() {
        producer.close();
        consumer.wakeup();
        try {
            reading.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

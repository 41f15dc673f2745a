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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaConfig topics;

    private QueryClient(
            KafkaProducer<String, byte[]> producer, KafkaConsumer<String, byte[]> consumer, KafkaConfig topics) {
        this.producer = producer;
        this.consumer = consumer;
        this.topics = topics;
    }

    /**
     * Connects, and reads answers from now on: before the first request is sent.
     *
     * @param patience how long Kafka may take for anything
     * @param deltas whether pieces of answers are read too; then the configuration has a topic for them
     * @throws FatalException when there is no Kafka, or it hasn't the topics
     */
    public static QueryClient of(KafkaConfig kafka, Duration patience, boolean deltas) {
        String servers = kafka.requireBootstrapServers();
        if (!BrokerAddresses.answer(servers)) {
            throw new FatalException("kafka-unreachable", "No Kafka answers at %s".formatted(servers));
        }
        Properties settings = properties(kafka.requireSettings(), patience);
        var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        try {
            List<TopicPartition> read = new ArrayList<>(partitions(consumer, kafka.answersTopic(), servers));
            if (deltas) {
                read.addAll(partitions(consumer, Objects.requireNonNull(kafka.answerDeltasTopic()), servers));
            }
            consumer.assign(read);
            consumer.seekToEnd(consumer.assignment());
            consumer.assignment().forEach(consumer::position);
            return new QueryClient(
                    new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()), consumer, kafka);
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
        return request(type).put("question", question);
    }

    /** A request with nothing but its type. */
    public static ObjectNode request(String type) {
        return Json.MAPPER
                .createObjectNode()
                .put("id", UUID.randomUUID().toString())
                .put("type", type);
    }

    /** The answer to the request, or null when none came in time. */
    public @Nullable JsonNode answer(ObjectNode request, Duration patience) throws IOException {
        return answer(request, patience, delta -> {});
    }

    /** As without deltas; each one that comes before the answer is told. */
    public @Nullable JsonNode answer(ObjectNode request, Duration patience, Consumer<JsonNode> deltas)
            throws IOException {
        String id = send(request);
        producer.flush();
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            if (topics.answerDeltasTopic() != null) {
                for (ConsumerRecord<String, byte[]> delta : records.records(topics.answerDeltasTopic())) {
                    if (id.equals(delta.key())) {
                        deltas.accept(parse(delta.value()));
                    }
                }
            }
            for (ConsumerRecord<String, byte[]> answer : records.records(topics.answersTopic())) {
                if (id.equals(answer.key())) {
                    return parse(answer.value());
                }
            }
        }
        return null;
    }

    /**
     * The answers to many requests, by their ids; those are missing that didn't come.
     *
     * @param patience how long to wait for the next one
     * @param progress is told how many there are
     */
    public Map<String, JsonNode> answers(Collection<ObjectNode> requests, Duration patience, IntConsumer progress)
            throws IOException {
        Set<String> open = new HashSet<>();
        for (ObjectNode request : requests) {
            open.add(send(request));
        }
        producer.flush();
        Map<String, JsonNode> answers = new HashMap<>();
        long deadline = System.nanoTime() + patience.toNanos();
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            for (ConsumerRecord<String, byte[]> answer : consumer.poll(POLL).records(topics.answersTopic())) {
                if (open.remove(answer.key())) {
                    answers.put(answer.key(), parse(answer.value()));
                    deadline = System.nanoTime() + patience.toNanos();
                }
            }
            progress.accept(answers.size());
        }
        return answers;
    }

    private String send(ObjectNode request) throws IOException {
        String id = request.get("id").textValue();
        var unused =
                producer.send(new ProducerRecord<>(topics.requestsTopic(), id, Json.MAPPER.writeValueAsBytes(request)));
        return id;
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
            throw new IOException("the topic holds a record that isn't JSON: " + e.getOriginalMessage(), e);
        }
    }
}

package io.millrace.job.cluster;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.qdrant.EmbeddedQdrant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A Kafka broker and a Qdrant-protocol store in this JVM, for jobs in others. */
final class Servers implements AutoCloseable {
    private final Path folder;
    private final EmbeddedKafka kafka;
    private final EmbeddedQdrant qdrant;
    private final KafkaProducer<String, String> producer;

    private Servers(Path folder, EmbeddedKafka kafka, EmbeddedQdrant qdrant) {
        this.folder = folder;
        this.kafka = kafka;
        this.qdrant = qdrant;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()), new StringSerializer(), new StringSerializer());
    }

    /** Starts both with their data in an empty folder, and with Millrace's four topics. */
    static Servers start(Path folder) {
        EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        try {
            kafka.createTopics(2, "documents", "requests", "answers", "dead-letters");
            return new Servers(folder, kafka, EmbeddedQdrant.start(folder.resolve("qdrant"), 0, null));
        } catch (RuntimeException e) {
            kafka.close();
            throw e;
        }
    }

    /**
     * Writes a configuration that knows these servers.
     *
     * @param lines what else is configured, such as {@code job: {mode: streaming}}; indented lines before the first
     *     section belong to {@code kafka}
     */
    Path configuration(String collection, String... lines) {
        String known = """
                qdrant:
                  url: %s
                  collection: %s
                kafka:
                  bootstrap-servers: %s
                """.formatted(qdrant.url(), collection, kafka.bootstrapServers());
        try {
            return Files.writeString(
                    folder.resolve(collection + ".yaml"), known + String.join("\n", List.of(lines)) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write the configuration", e);
        }
    }

    /** Returns when the broker has the record. */
    void send(String topic, String key, @Nullable String value) {
        try {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (ExecutionException e) {
            throw new AssertionError("Kafka takes no record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while sending", e);
        }
    }

    /** As {@link #send} each, in no order, and faster. */
    void sendAll(String topic, Map<String, String> values) {
        values.forEach((key, value) -> {
            var unused = producer.send(new ProducerRecord<>(topic, key, value));
        });
        producer.flush();
    }

    /** What consumers see of a topic; to be closed. */
    CommittedRecords committed(String topic) {
        return new CommittedRecords(kafka.bootstrapServers(), topic);
    }

    /** A collection; to be closed. */
    CollectionReader collection(String name) {
        return new CollectionReader(qdrant.port(), name);
    }

    @Override
    public void close() {
        producer.close();
        qdrant.close();
        kafka.close();
    }
}

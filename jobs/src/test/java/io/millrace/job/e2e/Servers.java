package io.millrace.job.e2e;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.qdrant.EmbeddedQdrant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.util.FileUtils;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A Kafka broker, a Qdrant-protocol store and a Flink cluster, started once for every suite of this JVM. */
final class Servers implements AutoCloseable {
    private final Path directory;
    private final EmbeddedKafka kafka;
    private final EmbeddedQdrant qdrant;
    private final FlinkCluster flink;
    private final Producer<byte[], byte[]> producer;

    private Servers(
            Path directory,
            EmbeddedKafka kafka,
            EmbeddedQdrant qdrant,
            FlinkCluster flink,
            Producer<byte[], byte[]> producer) {
        this.directory = directory;
        this.kafka = kafka;
        this.qdrant = qdrant;
        this.flink = flink;
        this.producer = producer;
    }

    static Servers start() {
        try {
            Path directory = Files.createTempDirectory("millrace-e2e");
            EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
            EmbeddedQdrant qdrant = EmbeddedQdrant.start(directory.resolve("qdrant"), 0, null);
            FlinkCluster flink = FlinkCluster.start(directory.resolve("checkpoints"));
            Producer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", kafka.bootstrapServers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
            return new Servers(directory, kafka, qdrant, flink, producer);
        } catch (IOException e) {
            throw new AssertionError("the servers' directory can't be made", e);
        }
    }

    String kafka() {
        return kafka.bootstrapServers();
    }

    int qdrantPort() {
        return qdrant.port();
    }

    FlinkCluster flink() {
        return flink;
    }

    /** Kafka's plain producer; not closed by its users. */
    Producer<byte[], byte[]> producer() {
        return producer;
    }

    @Override
    public void close() {
        producer.close();
        flink.close();
        qdrant.close();
        kafka.close();
        try {
            FileUtils.deleteDirectory(directory.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("the servers' directory can't be deleted", e);
        }
    }
}

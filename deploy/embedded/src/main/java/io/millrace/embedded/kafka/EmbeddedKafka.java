package io.millrace.embedded.kafka;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and its controller (KRaft, one node), run from Kafka's own server jars in this JVM, on 127.0.0.1.
 *
 * <p>Topics, records and committed offsets survive {@link #close}, a restart on another port and {@code kill -9}. As
 * with any Kafka, records reach the disk by way of the operating system, so a power failure can cost the latest.
 * Topics aren't created by being used: {@link #createTopics} does.
 *
 * <p>A broker that gives up (a full disk, a broken data directory) would end its JVM. Here it is logged at ERROR, the
 * broker is stopped, and {@link #termination} completes exceptionally; the JVM stays.
 *
 * <p>Kafka logs hundreds of lines when it starts and stops. Its loggers are {@code kafka}, {@code org.apache.kafka} and
 * {@code state.change.logger}; at WARN they are silent, but for a line each of {@code
 * org.apache.kafka.controller.QuorumController} and {@code org.apache.kafka.clients.NetworkClient}, which say what is
 * normal for one node and can be set to ERROR. This package logs as {@code io.millrace.embedded.kafka}.
 *
 * <p>Safe for use by many threads.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final DataDirectory directory;
    private final Broker broker;
    private final CompletableFuture<Void> termination = new CompletableFuture<>();
    private boolean closed;

    private EmbeddedKafka(DataDirectory directory, Broker broker) {
        this.directory = directory;
        this.broker = broker;
    }

    /**
     * Starts a broker with Millrace's settings, and returns when it serves.
     *
     * @param data its directory, created and formatted on first use and reused afterwards
     * @param port where clients find it on 127.0.0.1; 0 takes a free one
     * @throws EmbeddedKafkaException if the directory is in use or not writable, if the port is taken, or if Kafka
     *     doesn't start
     */
    public static EmbeddedKafka start(Path data, int port) {
        return start(data, port, Map.of());
    }

    /**
     * As {@link #start(Path, int)}, with broker settings by Kafka's names, such as {@code message.max.bytes}, on top of
     * Millrace's. What makes the node (roles, listeners, directories) can't be set.
     */
    public static EmbeddedKafka start(Path data, int port, Map<String, String> settings) {
        BrokerSettings.requireSettable(settings);
        DataDirectory directory = DataDirectory.open(data);
        try {
            Broker broker = Broker.start(directory, port, settings);
            var kafka = new EmbeddedKafka(directory, broker);
            var unused = broker.failure().thenRun(kafka::closeInBackground);
            log.info("Kafka serves on {}, its data in {}", kafka.bootstrapServers(), data);
            return kafka;
        } catch (RuntimeException | Error e) {
            directory.close();
            throw e;
        }
    }

    /** Where clients find the broker on 127.0.0.1. */
    public int port() {
        return broker.port();
    }

    /** The value for a client's {@code bootstrap.servers}: {@code 127.0.0.1:PORT}. */
    public String bootstrapServers() {
        return Ports.HOST + ":" + port();
    }

    /**
     * Creates each topic that is missing, and returns when clients see all of them. A topic that exists stays as it is,
     * whatever its partitions.
     *
     * @param partitions of each topic that is created, at least 1
     * @throws EmbeddedKafkaException if Kafka refuses a name, or isn't done within a minute
     */
    public void createTopics(int partitions, String... names) {
        Topics.create(bootstrapServers(), partitions, List.of(names));
    }

    /**
     * Completes when the broker has been closed: exceptionally, with an {@link EmbeddedKafkaException}, when that was
     * because Kafka gave up.
     */
    public CompletableFuture<Void> termination() {
        return termination.copy();
    }

    /** Stops the broker and lets go of its directory. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            broker.stop();
        } finally {
            directory.close();
            EmbeddedKafkaException failure = broker.failure().getNow(null);
            if (failure == null) {
                termination.complete(null);
            } else {
                termination.completeExceptionally(failure);
            }
        }
    }

    // The broker's own thread reports the failure; stopping the broker from it would wait for itself.
    private void closeInBackground() {
        new Thread(this::close, "embedded-kafka-stop").start();
    }
}

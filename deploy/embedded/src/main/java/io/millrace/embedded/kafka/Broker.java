package io.millrace.embedded.kafka;

import java.net.BindException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One started node: Kafka's server, its port, and its threads. */
final class Broker {
    private static final Logger log = LoggerFactory.getLogger(Broker.class);
    private static final int ATTEMPTS = 5;

    private final Ports ports;
    private final BrokerThreads threads;
    private final KafkaRaftServer server;

    private Broker(Ports ports, BrokerThreads threads, KafkaRaftServer server) {
        this.ports = ports;
        this.threads = threads;
        this.server = server;
    }

    /** Starts a node on the port, and again with other free ports while another process takes one of them first. */
    static Broker start(DataDirectory directory, int port, Map<String, String> settings) {
        for (int attempt = 1; ; attempt++) {
            Ports ports = Ports.free(port);
            try {
                return start(directory, ports, settings);
            } catch (EmbeddedKafkaException e) {
                if (attempt == ATTEMPTS || !isTakenPort(e)) {
                    throw e;
                }
                log.info(
                        "Another process took port {} or {} first; trying others", ports.clients(), ports.controller());
            }
        }
    }

    int port() {
        return ports.clients();
    }

    /** Completes, never exceptionally, when Kafka gives up; it is then still to be stopped. */
    CompletableFuture<EmbeddedKafkaException> failure() {
        return threads.failure();
    }

    /** Stops the node and waits for its end. */
    void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static Broker start(DataDirectory directory, Ports ports, Map<String, String> given) {
        Map<String, String> settings = BrokerSettings.of(directory.logs(), ports, given);
        var threads = new BrokerThreads("kafka-" + ports.clients());
        return threads.start(() -> startUp(directory, ports, settings, threads), Broker::stop);
    }

    private static Broker startUp(
            DataDirectory directory, Ports ports, Map<String, String> settings, BrokerThreads threads) {
        Storage.prepare(directory, settings);
        var server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        try {
            server.startup();
        } catch (Throwable e) {
            server.shutdown();
            throw e;
        }
        return new Broker(ports, threads, server);
    }

    private static boolean isTakenPort(@Nullable Throwable failure) {
        return failure != null && (failure instanceof BindException || isTakenPort(failure.getCause()));
    }
}

package io.millrace.connector.kafka;

import io.millrace.failure.FatalException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The administration of a cluster. What it refuses becomes a {@link FatalException} that names the key to change. */
final class Cluster implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final String bootstrapServers;
    private final Duration timeout;
    private final Admin admin;

    private Cluster(String bootstrapServers, Duration timeout, Admin admin) {
        this.bootstrapServers = bootstrapServers;
        this.timeout = timeout;
        this.admin = admin;
    }

    /** Connects, and waits for the cluster's first answer. */
    static Cluster connect(KafkaSettings settings, Duration timeout) {
        Properties properties = settings.toProperties();
        properties.setProperty("request.timeout.ms", String.valueOf(timeout.toMillis()));
        properties.setProperty("default.api.timeout.ms", String.valueOf(timeout.toMillis()));
        Cluster cluster;
        try {
            cluster = new Cluster(settings.bootstrapServers(), timeout, Admin.create(properties));
        } catch (KafkaException e) {
            // Names that don't resolve, and properties that Kafka's client refuses.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new FatalException(
                    "kafka-client-refused",
                    "A client for Kafka at %s can't be made (kafka.bootstrap-servers, kafka.properties): %s"
                            .formatted(settings.bootstrapServers(), cause.getMessage()),
                    e);
        }
        try {
            cluster.await(
                    "kafka.bootstrap-servers", cluster.admin.describeCluster().nodes());
            return cluster;
        } catch (ExecutionException e) {
            cluster.close();
            throw cluster.refused("kafka.bootstrap-servers", "describing the cluster", e);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    boolean hasTopic(String key, String topic) {
        try {
            await(key, admin.describeTopics(List.of(topic)).allTopicNames());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw refused(key, "describing topic '%s'".formatted(topic), e);
        }
    }

    /** Creates a topic, and returns when it is seen; one that somebody else just created will do. */
    void createTopic(String key, NewTopic topic) {
        try {
            await(key, admin.createTopics(List.of(topic)).all());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidReplicationFactorException) {
                throw refused("kafka.replication-factor", "creating topic '%s'".formatted(topic.name()), e);
            }
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw refused(key, "creating topic '%s'".formatted(topic.name()), e);
            }
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!hasTopic(key, topic.name())) {
            if (System.nanoTime() > deadline) {
                throw new FatalException(
                        "missing-topic",
                        "Kafka at %s created topic '%s' (%s), but doesn't show it within %s s"
                                .formatted(bootstrapServers, topic.name(), key, timeout.toSeconds()));
            }
            pause();
        }
    }

    @Override
    public void close() {
        // Calls that are open when it failed aren't waited for.
        admin.close(Duration.ZERO);
    }

    private <V> V await(String key, KafkaFuture<V> answer) throws ExecutionException {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FatalException(
                    "interrupted", "Interrupted while Kafka at %s was asked (%s)".formatted(bootstrapServers, key), e);
        }
    }

    private void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FatalException(
                    "interrupted", "Interrupted while Kafka at %s created a topic".formatted(bootstrapServers), e);
        }
    }

    private FatalException refused(String key, String action, ExecutionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof TimeoutException) {
            return new FatalException(
                    "kafka-unreachable",
                    "Kafka at %s (kafka.bootstrap-servers) can't be reached within %d s"
                            .formatted(bootstrapServers, timeout.toSeconds()),
                    cause);
        }
        if (cause instanceof AuthenticationException) {
            return new FatalException(
                    "kafka-login-refused",
                    "Kafka at %s (kafka.bootstrap-servers) refused the login of kafka.properties: %s"
                            .formatted(bootstrapServers, cause.getMessage()),
                    cause);
        }
        if (cause instanceof AuthorizationException) {
            return new FatalException(
                    "kafka-not-authorized",
                    "Kafka at %s doesn't allow %s (%s) with the login of kafka.properties: %s"
                            .formatted(bootstrapServers, action, key, cause.getMessage()),
                    cause);
        }
        return new FatalException(
                "kafka-refused",
                "Kafka at %s refused %s (%s): %s".formatted(bootstrapServers, action, key, cause.getMessage()),
                cause);
    }
}

package io.millrace.embedded.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates topics through Kafka's admin client, as any user of the broker would. */
final class Topics {
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final short REPLICAS = 1;

    private final Admin admin;
    private final long deadline = System.nanoTime() + DEADLINE.toNanos();

    private Topics(Admin admin) {
        this.admin = admin;
    }

    /** Creates the topics that are missing, and returns when clients see all of them. */
    static void create(String bootstrapServers, int partitions, Collection<String> names) {
        if (partitions < 1) {
            throw new EmbeddedKafkaException("A topic needs at least 1 partition, got %d".formatted(partitions));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var topics = new Topics(admin);
            for (String name : names) {
                topics.create(new NewTopic(name, partitions, REPLICAS));
            }
        }
    }

    private void create(NewTopic topic) {
        try {
            await(admin.createTopics(List.of(topic)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw failed(topic, e);
            }
        } catch (InterruptedException | TimeoutException e) {
            throw failed(topic, e);
        }
        awaitVisible(topic);
    }

    // The controller has created it; the broker, which clients ask, learns of it a moment later.
    private void awaitVisible(NewTopic topic) {
        while (true) {
            try {
                await(admin.describeTopics(List.of(topic.name())).allTopicNames());
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || remaining() <= 0) {
                    throw failed(topic, e);
                }
                pause(topic);
            } catch (InterruptedException | TimeoutException e) {
                throw failed(topic, e);
            }
        }
    }

    private void pause(NewTopic topic) {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw failed(topic, e);
        }
    }

    private void await(KafkaFuture<?> future) throws ExecutionException, InterruptedException, TimeoutException {
        future.get(remaining(), TimeUnit.NANOSECONDS);
    }

    private long remaining() {
        return deadline - System.nanoTime();
    }

    private static EmbeddedKafkaException failed(NewTopic topic, Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new EmbeddedKafkaException(
                "Can't create the topic '%s' (%s)".formatted(topic.name(), cause.getMessage()), cause);
    }
}

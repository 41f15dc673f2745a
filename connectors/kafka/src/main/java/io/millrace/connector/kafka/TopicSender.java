package io.millrace.connector.kafka;

import io.millrace.document.Bytes;
import io.millrace.failure.FatalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends records of a topic to it again, as what they were at first. For one thread. */
public final class TopicSender implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    private TopicSender(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    public static TopicSender open(KafkaSettings settings) {
        Properties properties = settings.toProperties();
        properties.setProperty("acks", "all");
        properties.setProperty("enable.idempotence", "true");
        return new TopicSender(new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** Sends it to its topic, with its time, and a header that says where in the topic it was; {@link #flush} waits. */
    public void again(TopicRecord record) {
        ProducerRecord<byte[], byte[]> again = new ProducerRecord<>(
                record.topic(), null, record.timestamp(), bytes(record.key()), bytes(record.value()));
        if (record.tenant() != null) {
            again.headers().add(RecordReader.TENANT, record.tenant().value());
        }
        again.headers()
                .add(
                        ReplayHeader.NAME,
                        ReplayHeader.of(record.topic(), record.partition(), record.offset(), record.timestamp()));
        sent.add(producer.send(again));
    }

    /**
     * Waits until everything that was sent is in its topic.
     *
     * @throws FatalException when Kafka didn't take a record
     */
    public void flush() throws InterruptedException {
        producer.flush();
        try {
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new FatalException(
                    "replay-refused",
                    "Kafka didn't take a record that was sent again: %s".formatted(e.getCause()),
                    e.getCause());
        } finally {
            sent.clear();
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private static byte @Nullable [] bytes(@Nullable Bytes bytes) {
        return bytes == null ? null : bytes.value();
    }
}

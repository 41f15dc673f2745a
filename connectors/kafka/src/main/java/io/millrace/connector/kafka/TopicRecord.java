package io.millrace.connector.kafka;

import io.millrace.document.Bytes;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record as it is in a topic, bytes and all.
 *
 * @param timestamp milliseconds since the epoch
 * @param tenant its {@code tenant} header, or null
 * @param value null for a delete
 */
public record TopicRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        @Nullable Bytes key,
        @Nullable Bytes tenant,
        @Nullable Bytes value) {

    static TopicRecord of(ConsumerRecord<byte[], byte[]> read) {
        Header tenant = read.headers().lastHeader(RecordReader.TENANT);
        return new TopicRecord(
                read.topic(),
                read.partition(),
                read.offset(),
                read.timestamp(),
                bytes(read.key()),
                bytes(tenant == null ? null : tenant.value()),
                bytes(read.value()));
    }

    private static @Nullable Bytes bytes(byte @Nullable [] bytes) {
        return bytes == null ? null : new Bytes(bytes);
    }
}

package io.millrace.connector.kafka;

import io.millrace.document.Bytes;
import io.millrace.document.SourceRecord;
import io.millrace.failure.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Takes a topic's record as it is. A key or tenant that isn't UTF-8 is the record's problem, not a guess. */
final class RecordReader implements KafkaRecordDeserializationSchema<SourceRecord> {
    private static final long serialVersionUID = 1L;

    static final String TENANT = "tenant";

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> read, Collector<SourceRecord> out) {
        Header tenant = read.headers().lastHeader(TENANT);
        byte[] tenantBytes = tenant == null ? null : tenant.value();
        byte[] value = read.value();
        out.collect(new SourceRecord(
                ReplayHeader.origin(read),
                SourceRecord.Format.JSON,
                text(read.key()),
                text(tenantBytes),
                value == null ? null : new Bytes(value),
                problem(read.key(), tenantBytes)));
    }

    @Override
    public TypeInformation<SourceRecord> getProducedType() {
        return TypeInformation.of(SourceRecord.class);
    }

    private static @Nullable Reason problem(byte @Nullable [] key, byte @Nullable [] tenant) {
        if (key != null && text(key) == null) {
            return new Reason("invalid-key", "The record's key isn't UTF-8; it must be a document's or a request's id");
        }
        if (tenant != null && text(tenant) == null) {
            return new Reason("invalid-tenant", "The record's header 'tenant' isn't UTF-8; it must be a tenant's name");
        }
        return null;
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            // Unlike a String's constructor, a fresh decoder puts nothing in the place of wrong bytes.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}

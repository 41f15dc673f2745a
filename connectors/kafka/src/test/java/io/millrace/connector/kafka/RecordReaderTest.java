package io.millrace.connector.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.failure.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
    private static final Origin ORIGIN = Origin.ofTopic("documents", 3, 42, 1_700_000_000_000L);
    private static final byte[] NOT_UTF_8 = {(byte) 0xc3, (byte) 0x28};

    @Test
    void takesKeyValueAndOrigin() {
        SourceRecord record = read("müll-1".getBytes(UTF_8), "{}".getBytes(UTF_8), new RecordHeaders());

        assertThat(record)
                .isEqualTo(new SourceRecord(ORIGIN, SourceRecord.Format.JSON, "müll-1", null, Bytes.utf8("{}"), null));
    }

    @Test
    void keepsANullValueAsADelete() {
        SourceRecord record = read("a".getBytes(UTF_8), null, new RecordHeaders());

        assertThat(record).isEqualTo(new SourceRecord(ORIGIN, SourceRecord.Format.JSON, "a", null, null, null));
    }

    @Test
    void keepsAMissingKeyAsNull() {
        assertThat(read(null, "{}".getBytes(UTF_8), new RecordHeaders()).key()).isNull();
    }

    @Test
    void takesTheTenantOfTheLastTenantHeader() {
        Headers headers = new RecordHeaders()
                .add("tenant", "first".getBytes(UTF_8))
                .add("tenant", "last".getBytes(UTF_8))
                .add("trace", "x".getBytes(UTF_8));

        assertThat(read(null, null, headers).tenant()).isEqualTo("last");
        assertThat(read(null, null, new RecordHeaders().add("tenant", null)).tenant())
                .isNull();
    }

    @Test
    void takesARecordThatWasSentAgainForTheOneThatItWas() {
        byte[] first = ReplayHeader.of("documents", 1, 7, 1_600_000_000_000L);

        assertThat(read(null, null, new RecordHeaders().add(ReplayHeader.NAME, first))
                        .origin())
                .isEqualTo(Origin.ofTopic("documents", 1, 7, 1_600_000_000_000L));
    }

    @Test
    void passesOverAHeaderThatSpeaksOfAnotherTopicOrOfNothing() {
        for (String value : List.of("others-1@7 16", "documents-1@7", "documents-x@7 16", "", "documents-1@7 -1")) {
            assertThat(read(null, null, new RecordHeaders().add(ReplayHeader.NAME, value.getBytes(UTF_8)))
                            .origin())
                    .isEqualTo(ORIGIN);
        }
        assertThat(read(null, null, new RecordHeaders().add(ReplayHeader.NAME, null))
                        .origin())
                .isEqualTo(ORIGIN);
    }

    @Test
    void doesNotGuessAtAKeyThatIsNotUtf8() {
        SourceRecord record = read(NOT_UTF_8, null, new RecordHeaders());

        assertThat(record.key()).isNull();
        assertThat(record.problem())
                .isEqualTo(new Reason(
                        "invalid-key", "The record's key isn't UTF-8; it must be a document's or a request's id"));
    }

    @Test
    void doesNotGuessAtATenantThatIsNotUtf8() {
        SourceRecord record =
                read("a".getBytes(UTF_8), "{}".getBytes(UTF_8), new RecordHeaders().add("tenant", NOT_UTF_8));

        assertThat(record.tenant()).isNull();
        assertThat(record.value()).isEqualTo(Bytes.utf8("{}"));
        assertThat(record.problem())
                .isEqualTo(new Reason(
                        "invalid-tenant", "The record's header 'tenant' isn't UTF-8; it must be a tenant's name"));
    }

    private static SourceRecord read(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        List<SourceRecord> out = new ArrayList<>();
        var consumed = new ConsumerRecord<byte[], byte[]>(
                ORIGIN.topic(),
                ORIGIN.partition(),
                ORIGIN.offset(),
                ORIGIN.timestamp(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());

        new RecordReader().deserialize(consumed, new ListCollector<>(out));

        assertThat(out).hasSize(1);
        return out.get(0);
    }
}

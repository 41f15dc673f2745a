package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.document.SourceRecord.Format;
import io.millrace.failure.Reason;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SourceRecordTypeTest {
    @Test
    void travelsWithoutKryo() {
        assertThat(new DocumentSource(FileSettings.of("docs")).getProducedType())
                .isInstanceOf(PojoTypeInfo.class);
        // Building it throws if any part of it would need Kryo.
        assertThat(serializer()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("records")
    void arrivesAsItWasSent(SourceRecord record) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);

        serializer().serialize(record, out);

        assertThat(serializer().deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
                .isEqualTo(record);
    }

    static SourceRecord[] records() {
        return new SourceRecord[] {
            new SourceRecord(Origin.ofFile("file:/a", 0, 1, 1), Format.FILE, "a", null, Bytes.utf8("text"), null),
            new SourceRecord(
                    Origin.ofFile("file:/a", 7, 1, 1), Format.JSON, null, "tenant", null, new Reason("c", "m")),
            new SourceRecord(Origin.ofTopic("t", 1, 2, 3), Format.JSON, "k", null, null, null)
        };
    }

    private static TypeSerializer<SourceRecord> serializer() {
        Configuration noKryo = new Configuration();
        noKryo.set(PipelineOptions.GENERIC_TYPES, false);
        return new DocumentSource(FileSettings.of("docs"))
                .getProducedType()
                .createSerializer(new SerializerConfigImpl(noKryo));
    }
}

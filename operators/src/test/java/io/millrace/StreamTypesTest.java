package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.answer.Answer;
import io.millrace.answer.Request;
import io.millrace.document.IncomingDocument;
import io.millrace.document.Recency;
import io.millrace.document.SourceRecord;
import io.millrace.embed.EmbedOutcome;
import io.millrace.failure.DeadLetter;
import io.millrace.index.IndexOperation;
import io.millrace.plan.AuditFinding;
import io.millrace.plan.SeenDocument;
import io.millrace.plan.Sighting;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTypesTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                SourceRecord.class,
                IncomingDocument.class,
                SeenDocument.class,
                Recency.class,
                IndexOperation.class,
                EmbedOutcome.class,
                DeadLetter.class,
                AuditFinding.class,
                Sighting.class,
                Request.class,
                Answer.class
            })
    void everyRecordOfAStreamHasASerialiserOfFlinksOwn(Class<?> type) {
        TypeInformation<?> information = TypeInformation.of(type);

        assertThat(information).isInstanceOf(PojoTypeInfo.class);
        SerializerConfig noGenericTypes =
                new SerializerConfigImpl(new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
        assertThat(information.createSerializer(noGenericTypes)).isNotNull();
    }
}

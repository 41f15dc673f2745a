package io.millrace.connector.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.failure.FatalException;
import io.millrace.index.FieldType;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FieldIndexesTest {
    @Test
    void marksTheTenantAsWhatPartsTheCollection() {
        List<CreateFieldIndexCollection> missing = FieldIndexes.missing("docs", Map.of(), Map.of());

        assertThat(missing)
                .filteredOn(CreateFieldIndexCollection::hasFieldIndexParams)
                .singleElement()
                .satisfies(index -> {
                    assertThat(index.getFieldName()).isEqualTo("tenant");
                    assertThat(index.getFieldIndexParams()
                                    .getKeywordIndexParams()
                                    .getIsTenant())
                            .isTrue();
                });
    }

    @Test
    void addsOnlyWhatIsMissing() {
        Map<String, PayloadSchemaInfo> schema =
                Map.of("metadata.year", index(PayloadSchemaType.Integer), "title", index(PayloadSchemaType.Keyword));

        List<CreateFieldIndexCollection> missing = FieldIndexes.missing(
                "docs", schema, Map.of("metadata.year", FieldType.INTEGER, "metadata.odd name", FieldType.TEXT));

        assertThat(missing)
                .extracting(CreateFieldIndexCollection::getFieldName)
                .containsExactly(
                        "contentType",
                        "documentId",
                        "ingestedAt",
                        "kind",
                        "metadata.\"odd name\"",
                        "revision",
                        "source",
                        "tenant",
                        "uri",
                        "version");
    }

    @Test
    void refusesAnIndexOfAnotherType() {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> FieldIndexes.missing(
                        "docs",
                        Map.of("metadata.year", index(PayloadSchemaType.Integer)),
                        Map.of("metadata.year", FieldType.KEYWORD)))
                .withMessage("qdrant.fields.metadata.year is keyword, and collection 'docs' has it indexed as integer:"
                        + " change the setting, or delete that index in Qdrant and start again");
    }

    @Test
    void refusesAnIndexOfAnotherTypeOfABuiltInField() {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(
                        () -> FieldIndexes.missing("docs", Map.of("title", index(PayloadSchemaType.Text)), Map.of()))
                .withMessage("Collection 'docs' (qdrant.collection) has its built-in field 'title' indexed as text,"
                        + " and it must be keyword: delete that index in Qdrant and start again");
    }

    @Test
    void refusesToChangeABuiltInField() {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> FieldIndexes.missing("docs", Map.of(), Map.of("title", FieldType.TEXT)))
                .withMessage("qdrant.fields.title is text, and 'title' is a built-in field: it is always keyword; leave"
                        + " it out");
    }

    @Test
    void readsWhatCanBeFilteredOn() {
        assertThat(FieldIndexes.read(Map.of(
                        "a", index(PayloadSchemaType.Keyword),
                        "b", index(PayloadSchemaType.Uuid),
                        "metadata.\"odd name\"", index(PayloadSchemaType.Datetime),
                        "c", index(PayloadSchemaType.Geo))))
                .isEqualTo(Map.of(
                        "a", FieldType.KEYWORD,
                        "b", FieldType.KEYWORD,
                        "metadata.odd name", FieldType.DATETIME));
    }

    private static PayloadSchemaInfo index(PayloadSchemaType type) {
        return PayloadSchemaInfo.newBuilder().setDataType(type).build();
    }
}

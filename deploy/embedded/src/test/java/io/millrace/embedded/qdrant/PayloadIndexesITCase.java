package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.IntegerIndexParams;
import io.qdrant.client.grpc.Collections.KeywordIndexParams;
import io.qdrant.client.grpc.Collections.PayloadIndexParams;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.Collections.TextIndexParams;
import io.qdrant.client.grpc.Collections.TokenizerType;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.UpdateStatus;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadIndexesITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private TestCollection collection;

    @BeforeEach
    void makeCollection() {
        collection = qdrant.collection(2, Distance.Dot);
    }

    @ParameterizedTest
    @CsvSource({
        "FieldTypeKeyword, Keyword",
        "FieldTypeInteger, Integer",
        "FieldTypeFloat, Float",
        "FieldTypeGeo, Geo",
        "FieldTypeText, Text",
        "FieldTypeBool, Bool",
        "FieldTypeDatetime, Datetime",
        "FieldTypeUuid, Uuid"
    })
    void showsEachTypeInTheSchema(FieldType type, PayloadSchemaType shown) {
        collection.index("field", type);

        Map<String, PayloadSchemaInfo> schema = collection.info().getPayloadSchemaMap();

        assertThat(schema).containsOnlyKeys("field");
        assertThat(schema.get("field"))
                .extracting(PayloadSchemaInfo::getDataType)
                .isEqualTo(shown);
    }

    @Test
    void isCreatedThroughTheClientsOwnMethod() {
        var result = answer(qdrant.client()
                .createPayloadIndexAsync(
                        collection.name(), "field", PayloadSchemaType.Integer, null, true, null, Calls.PATIENCE));

        assertThat(result.getStatus()).isEqualTo(UpdateStatus.Completed);
        assertThat(collection.info().getPayloadSchemaMap()).containsOnlyKeys("field");
    }

    @Test
    void showsTheParametersOfAKeywordIndex() {
        var params = KeywordIndexParams.newBuilder().setIsTenant(true).setOnDisk(true);

        index(
                "tenant",
                FieldType.FieldTypeKeyword,
                PayloadIndexParams.newBuilder().setKeywordIndexParams(params));

        KeywordIndexParams shown = schemaOf("tenant").getParams().getKeywordIndexParams();
        assertThat(shown.getIsTenant()).isTrue();
        assertThat(shown.getOnDisk()).isTrue();
    }

    @Test
    void showsTheParametersOfAnIntegerIndex() {
        var params = IntegerIndexParams.newBuilder().setLookup(true).setRange(false);

        index(
                "size",
                FieldType.FieldTypeInteger,
                PayloadIndexParams.newBuilder().setIntegerIndexParams(params));

        IntegerIndexParams shown = schemaOf("size").getParams().getIntegerIndexParams();
        assertThat(shown.getLookup()).isTrue();
        assertThat(shown.getRange()).isFalse();
    }

    @Test
    void showsTheParametersOfATextIndex() {
        var params = TextIndexParams.newBuilder()
                .setTokenizer(TokenizerType.Word)
                .setLowercase(true)
                .setMinTokenLen(2)
                .setMaxTokenLen(20)
                .setPhraseMatching(true);

        index("body", FieldType.FieldTypeText, PayloadIndexParams.newBuilder().setTextIndexParams(params));

        TextIndexParams shown = schemaOf("body").getParams().getTextIndexParams();
        assertThat(shown.getTokenizer()).isEqualTo(TokenizerType.Word);
        assertThat(shown.getLowercase()).isTrue();
        assertThat(shown.getMinTokenLen()).isEqualTo(2);
        assertThat(shown.getMaxTokenLen()).isEqualTo(20);
        assertThat(shown.getPhraseMatching()).isTrue();
    }

    @Test
    void refusesParametersOfAnotherType() {
        CreateFieldIndexCollection request = CreateFieldIndexCollection.newBuilder()
                .setCollectionName(collection.name())
                .setFieldName("field")
                .setFieldType(FieldType.FieldTypeKeyword)
                .setFieldIndexParams(PayloadIndexParams.newBuilder()
                        .setIntegerIndexParams(IntegerIndexParams.newBuilder().setLookup(true)))
                .setWait(true)
                .build();

        Refusal refusal = refusal(qdrant.client().createPayloadIndexAsync(request, Calls.PATIENCE));

        assertThat(refusal).isEqualTo(Refusal.invalid("field_type (Keyword) and field_index_params do not match"));
        assertThat(collection.info().getPayloadSchemaMap()).isEmpty();
    }

    @Test
    void countsThePointsThatHoldAValueOfItsType() {
        collection.index("colour", FieldType.FieldTypeKeyword);

        collection.upsert(
                point(1, payload("colour", "red"), 1, 1),
                point(2, payload("colour", "blue"), 1, 2),
                point(3, payload("size", 3), 1, 3));

        assertThat(schemaOf("colour").getPoints()).isEqualTo(2);
    }

    @Test
    void findsPointsThatWereThereBeforeIt() {
        collection.upsert(point(1, payload("colour", "red"), 1, 1), point(2, payload("colour", "blue"), 1, 2));

        collection.index("colour", FieldType.FieldTypeKeyword);

        assertThat(collection.ids(must(matchKeyword("colour", "blue")))).containsExactly(2L);
    }

    @Test
    void isNoLongerShownWhenDeletedAndFiltersStillWork() {
        collection.upsert(point(1, payload("colour", "red"), 1, 1), point(2, payload("colour", "blue"), 1, 2));
        collection.index("colour", FieldType.FieldTypeKeyword);
        collection.index("size", FieldType.FieldTypeInteger);

        var result = answer(
                qdrant.client().deletePayloadIndexAsync(collection.name(), "colour", true, null, Calls.PATIENCE));

        assertThat(result.getStatus()).isEqualTo(UpdateStatus.Completed);
        assertThat(collection.info().getPayloadSchemaMap()).containsOnlyKeys("size");
        assertThat(collection.ids(must(matchKeyword("colour", "red")))).containsExactly(1L);
    }

    private void index(String field, FieldType type, PayloadIndexParams.Builder params) {
        collection.index(CreateFieldIndexCollection.newBuilder()
                .setFieldName(field)
                .setFieldType(type)
                .setFieldIndexParams(params));
    }

    private PayloadSchemaInfo schemaOf(String field) {
        return collection.info().getPayloadSchemaOrThrow(field);
    }
}

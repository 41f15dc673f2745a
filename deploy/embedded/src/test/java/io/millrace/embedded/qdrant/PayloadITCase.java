package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.NULL;
import static io.millrace.embedded.qdrant.Payloads.object;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.ids;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.selector;
import static io.millrace.embedded.qdrant.TestPoints.vectorOf;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.SetPayloadPoints;
import io.qdrant.client.grpc.Points.UpdateStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PayloadITCase {

    private static final Map<String, Value> ORIGINAL = payload("colour", "red", "n", object("a", 1, "b", 2));

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private TestCollection collection;

    @BeforeEach
    void fill() {
        collection = qdrant.collection(2, Distance.Dot);
        collection.index("colour", FieldType.FieldTypeKeyword);
        collection.upsert(point(1, ORIGINAL, 1, 2), point(2, payload("colour", "blue"), 3, 4));
    }

    @Test
    void setMergesTopLevelKeys() {
        var result = answer(qdrant.client()
                .setPayloadAsync(collection.name(), payload("n", object("c", 3), "size", 5), ids(1), true, null, null));

        assertThat(result.getStatus()).isEqualTo(UpdateStatus.Completed);
        assertThat(payloadOf(1)).isEqualTo(payload("colour", "red", "n", object("c", 3), "size", 5));
        assertThat(payloadOf(2)).isEqualTo(payload("colour", "blue"));
        assertThat(vectorOf(collection.get(1))).containsExactly(1f, 2f);
    }

    @Test
    void setTakesAFilter() {
        answer(qdrant.client()
                .setPayloadAsync(
                        collection.name(),
                        payload("marked", true),
                        must(matchKeyword("colour", "blue")),
                        true,
                        null,
                        null));

        assertThat(payloadOf(1)).isEqualTo(ORIGINAL);
        assertThat(payloadOf(2)).isEqualTo(payload("colour", "blue", "marked", true));
        assertThat(collection.ids(must(match("marked", true)))).containsExactly(2L);
    }

    @Test
    void setMergesAtANestedKey() {
        answer(qdrant.client()
                .setPayloadAsync(collection.name(), payload("b", 20, "c", 30), selector(1), true, "n", null, null));

        assertThat(payloadOf(1)).isEqualTo(payload("colour", "red", "n", object("a", 1, "b", 20, "c", 30)));
    }

    @Test
    void setMakesANestedKeyThatIsMissing() {
        answer(qdrant.client()
                .setPayloadAsync(collection.name(), payload("x", 1), selector(2), true, "deep.er", null, null));

        assertThat(payloadOf(2)).isEqualTo(payload("colour", "blue", "deep", object("er", object("x", 1))));
    }

    @Test
    void setRemovesAKeyThatIsSetToNull() {
        answer(qdrant.client().setPayloadAsync(collection.name(), payload("n", NULL), ids(1), true, null, null));

        assertThat(payloadOf(1)).isEqualTo(payload("colour", "red"));
    }

    @Test
    void setRefusesAPointThatIsMissing() {
        Refusal refusal =
                refusal(qdrant.client().setPayloadAsync(collection.name(), payload("a", 1), ids(5), true, null, null));

        assertThat(refusal).isEqualTo(Refusal.notFound("Not found: No point with id 5 found"));
    }

    @Test
    void overwriteReplacesTheWholePayload() {
        var result = answer(
                qdrant.client().overwritePayloadAsync(collection.name(), payload("size", 5), ids(1), true, null, null));

        assertThat(result.getStatus()).isEqualTo(UpdateStatus.Completed);
        assertThat(payloadOf(1)).isEqualTo(payload("size", 5));
        assertThat(collection.ids(must(matchKeyword("colour", "red")))).isEmpty();
        assertThat(vectorOf(collection.get(1))).containsExactly(1f, 2f);
    }

    @Test
    void overwriteIgnoresTheKey() {
        SetPayloadPoints request = SetPayloadPoints.newBuilder()
                .setCollectionName(collection.name())
                .putAllPayload(payload("size", 5))
                .setPointsSelector(selector(1))
                .setKey("n")
                .setWait(true)
                .build();

        answer(qdrant.client().overwritePayloadAsync(request, Calls.PATIENCE));

        assertThat(payloadOf(1)).isEqualTo(payload("size", 5));
    }

    @Test
    void deleteRemovesKeysAndNestedKeys() {
        answer(qdrant.client()
                .deletePayloadAsync(collection.name(), List.of("colour", "n.a", "missing"), ids(1), true, null, null));

        assertThat(payloadOf(1)).isEqualTo(payload("n", object("b", 2)));
        assertThat(payloadOf(2)).isEqualTo(payload("colour", "blue"));
    }

    @Test
    void deleteTakesAFilter() {
        answer(qdrant.client()
                .deletePayloadAsync(
                        collection.name(), List.of("n"), must(matchKeyword("colour", "red")), true, null, null));

        assertThat(payloadOf(1)).isEqualTo(payload("colour", "red"));
    }

    @Test
    void clearRemovesEverythingButTheVector() {
        answer(qdrant.client().clearPayloadAsync(collection.name(), ids(1), true, null, null));

        assertThat(payloadOf(1)).isEmpty();
        assertThat(payloadOf(2)).isEqualTo(payload("colour", "blue"));
        assertThat(vectorOf(collection.get(1))).containsExactly(1f, 2f);
    }

    @Test
    void clearTakesAFilter() {
        answer(qdrant.client()
                .clearPayloadAsync(collection.name(), must(matchKeyword("colour", "blue")), true, null, null));

        assertThat(payloadOf(1)).isEqualTo(ORIGINAL);
        assertThat(payloadOf(2)).isEmpty();
    }

    private Map<String, Value> payloadOf(long id) {
        return collection.get(id).getPayloadMap();
    }
}

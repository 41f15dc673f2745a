package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.NULL;
import static io.millrace.embedded.qdrant.Payloads.array;
import static io.millrace.embedded.qdrant.Payloads.object;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.qdrant.client.ConditionFactory.isNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadValuesITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private TestCollection collection;

    @BeforeEach
    void makeCollection() {
        collection = qdrant.collection(2, Distance.Dot);
    }

    @Test
    void comeBackAsTheyWereSent() {
        Map<String, Value> payload = payload(
                "integer",
                1,
                "double",
                1.0,
                "smallest integer",
                Long.MIN_VALUE,
                "largest integer",
                Long.MAX_VALUE,
                "beyond a double",
                (1L << 53) + 1,
                "largest double",
                Double.MAX_VALUE,
                "smallest double",
                Double.MIN_VALUE,
                "third",
                1.0 / 3,
                "true",
                true,
                "false",
                false,
                "null",
                NULL,
                "text",
                "Grüße, 世界 😀\n\t\"quoted\"",
                "empty text",
                "",
                "list",
                array(1, 1.0, "one", true, NULL),
                "empty list",
                array(),
                "object",
                object("a", object("b", array(object("c", 1)))),
                "empty object",
                object());

        collection.upsert(point(1, payload, 1, 2));

        assertThat(collection.get(1).getPayloadMap()).isEqualTo(payload);
    }

    @Test
    void ofNoKindAreNull() {
        Value unset = Value.getDefaultInstance();

        collection.upsert(point(1, payload("a", unset, "b", array(1, unset), "c", object("d", unset)), 1, 2));

        assertThat(collection.get(1).getPayloadMap())
                .isEqualTo(payload("a", NULL, "b", array(1, NULL), "c", object("d", NULL)));
        assertThat(collection.ids(must(isNull("a")))).containsExactly(1L);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void mayNotBeWhatJsonHasNoNumberFor(double number) {
        for (Value value : List.of(Payloads.json(number), array(1.0, number), object("a", number))) {
            Refusal refusal = refusal(qdrant.client()
                    .upsertAsync(collection.name(), List.of(point(1, payload("x", value), 1, 2))));

            assertThat(refusal).isEqualTo(Refusal.invalid("cannot convert to json number"));
        }
        assertThat(collection.ids()).isEmpty();
    }

    @Test
    void mayBeLong() {
        Map<String, Value> payload = payload("text", "word ".repeat(100_000));

        collection.upsert(point(1, payload, 1, 2));

        assertThat(collection.get(1).getPayloadMap()).isEqualTo(payload);
    }

    @Test
    void mayHaveKeysOfAnyText() {
        Map<String, Value> payload = payload("with space", 1, "straße", 2, "UPPER", 3, "_id", 4, "$x", 5);

        collection.upsert(point(1, payload, 1, 2));

        assertThat(collection.get(1).getPayloadMap()).isEqualTo(payload);
    }
}

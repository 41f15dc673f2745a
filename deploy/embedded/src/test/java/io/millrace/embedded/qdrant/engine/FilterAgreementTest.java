package io.millrace.embedded.qdrant.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.DatetimeRange;
import io.qdrant.client.grpc.Common.FieldCondition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.GeoPoint;
import io.qdrant.client.grpc.Common.GeoRadius;
import io.qdrant.client.grpc.Common.IsEmptyCondition;
import io.qdrant.client.grpc.Common.IsNullCondition;
import io.qdrant.client.grpc.Common.Match;
import io.qdrant.client.grpc.Common.MinShould;
import io.qdrant.client.grpc.Common.NestedCondition;
import io.qdrant.client.grpc.Common.Range;
import io.qdrant.client.grpc.Common.RepeatedIntegers;
import io.qdrant.client.grpc.Common.RepeatedStrings;
import io.qdrant.client.grpc.Common.ValuesCount;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.PointStruct;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A nested condition is tried on decoded payloads; the same filter at the top is answered from the term index. Each
 * point holds its payload twice, at the top and as the only element of a list, so both must find the same points.
 */
class FilterAgreementTest {

    private static final int POINTS = 300;
    private static final int FILTERS = 1_000;
    private static final String COPY = "copy";
    private static final List<String> KEYS = List.of("a", "b", "c d");
    private static final List<String> PATHS =
            List.of("a", "b", "\"c d\"", "a.b", "a[]", "a[].b", "b[].a", "a.a", "b[0]", "a[1].b", "\"c d\"[]", "b[][]");
    private static final List<String> TEXTS =
            List.of("x", "y z", "z", "2020-01-01", "2020-01-01T00:00:00.000001Z", "x".repeat(300), "");

    @TempDir
    private Path directory = Path.of("");

    private final Random random = new Random(42);

    @Test
    void theTermIndexFindsWhatThePayloadsSay() throws IOException {
        try (Store store = Store.open(directory)) {
            store.create(TestStores.collection("c", 1, Distance.Dot));
            Collection collection = store.collection("c");
            List<PointStruct> points = new ArrayList<>();
            for (int i = 0; i < POINTS; i++) {
                Map<String, Value> payload = new HashMap<>(fields(3));
                payload.put(COPY, Json.list(Json.struct(payload)));
                points.add(TestStores.point(i, payload, 1));
            }
            collection.write(TestStores.upsert(points));

            int selective = 0;
            try (View view = collection.view()) {
                for (int i = 0; i < FILTERS; i++) {
                    Filter filter = filter(2);
                    Condition nested = Condition.newBuilder()
                            .setNested(NestedCondition.newBuilder().setKey(COPY).setFilter(filter))
                            .build();

                    Set<String> found = ids(view, filter);
                    selective += found.isEmpty() || found.size() == POINTS ? 0 : 1;
                    assertThat(found)
                            .as("%s", filter)
                            .isEqualTo(ids(
                                    view, Filter.newBuilder().addMust(nested).build()));
                }
            }
            assertThat(selective).isGreaterThan(FILTERS / 3);
        }
    }

    private static Set<String> ids(View view, Filter filter) throws IOException {
        List<Hit> hits = new IdOrder(view).first(view.state().filters().query(filter), null, POINTS);
        return hits.stream().map(hit -> PointKey.text(hit.key())).collect(Collectors.toSet());
    }

    private Map<String, Value> fields(int depth) {
        Map<String, Value> fields = new HashMap<>();
        for (String key : KEYS) {
            if (random.nextInt(3) > 0) {
                fields.put(key, value(depth - 1));
            }
        }
        return fields;
    }

    private Value value(int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 6)) {
            case 0 -> Json.nothing();
            case 1 -> Json.bool(random.nextBoolean());
            case 2 -> Json.number(random.nextInt(4) - 1);
            case 3 -> Json.decimal(random.nextInt(8) / 2.0 - 1);
            case 4, 5 -> Json.text(pick(TEXTS));
            case 6 -> Json.struct(Map.of("lon", Json.number(random.nextInt(3)), "lat", Json.decimal(0.5)));
            case 7 -> Json.struct(fields(depth));
            default -> {
                Value[] elements = new Value[random.nextInt(3)];
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = value(depth - 1);
                }
                yield Json.list(elements);
            }
        };
    }

    private Filter filter(int depth) {
        Filter.Builder filter = Filter.newBuilder();
        int conditions = 1 + random.nextInt(3);
        for (int i = 0; i < conditions; i++) {
            switch (random.nextInt(4)) {
                case 0 -> filter.addMustNot(condition(depth));
                case 1 -> filter.addShould(condition(depth));
                case 2 ->
                    filter.setMinShould(MinShould.newBuilder()
                            .addConditions(condition(depth))
                            .addConditions(condition(depth))
                            .setMinCount(random.nextInt(4)));
                default -> filter.addMust(condition(depth));
            }
        }
        return filter.build();
    }

    private Condition condition(int depth) {
        Condition.Builder condition = Condition.newBuilder();
        return switch (random.nextInt(depth > 0 ? 12 : 10)) {
            case 0 ->
                condition
                        .setIsEmpty(IsEmptyCondition.newBuilder().setKey(pick(PATHS)))
                        .build();
            case 1 ->
                condition
                        .setIsNull(IsNullCondition.newBuilder().setKey(pick(PATHS)))
                        .build();
            case 10 -> condition.setFilter(filter(depth - 1)).build();
            case 11 ->
                condition
                        .setNested(NestedCondition.newBuilder()
                                .setKey(pick(List.of("a", "b[]")))
                                .setFilter(filter(depth - 1)))
                        .build();
            default -> condition.setField(field()).build();
        };
    }

    private FieldCondition field() {
        FieldCondition.Builder field = FieldCondition.newBuilder().setKey(pick(PATHS));
        return switch (random.nextInt(9)) {
            case 0 ->
                field.setRange(Range.newBuilder().setGt(random.nextInt(3) - 1).setLte(2))
                        .build();
            case 1 ->
                field.setRange(Range.newBuilder().setLt(random.nextInt(3)).setGte(-0.0))
                        .build();
            case 2 ->
                field.setDatetimeRange(DatetimeRange.newBuilder()
                                .setGt(Timestamp.newBuilder().setSeconds(1_577_836_800 - random.nextInt(2))))
                        .build();
            case 3 ->
                field.setValuesCount(ValuesCount.newBuilder().setLt(1 + random.nextInt(2)))
                        .build();
            case 4 -> field.setIsEmpty(random.nextBoolean()).build();
            case 5 -> field.setIsNull(random.nextBoolean()).build();
            case 6 ->
                field.setGeoRadius(GeoRadius.newBuilder()
                                .setCenter(GeoPoint.newBuilder().setLon(1).setLat(0.5))
                                .setRadius(1_000))
                        .build();
            default -> field.setMatch(match()).build();
        };
    }

    private Match match() {
        Match.Builder match = Match.newBuilder();
        return switch (random.nextInt(8)) {
            case 0 -> match.setInteger(random.nextInt(3)).build();
            case 1 -> match.setBoolean(random.nextBoolean()).build();
            case 2 -> match.setText(pick(TEXTS)).build();
            case 3 -> match.setTextAny("q z").build();
            case 4 ->
                match.setExceptKeywords(RepeatedStrings.newBuilder().addStrings(pick(TEXTS)))
                        .build();
            case 5 ->
                match.setIntegers(RepeatedIntegers.newBuilder().addIntegers(1).addIntegers(2))
                        .build();
            case 6 ->
                match.setKeywords(RepeatedStrings.newBuilder().addStrings(pick(TEXTS)))
                        .build();
            default -> match.setKeyword(pick(TEXTS)).build();
        };
    }

    private String pick(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }
}

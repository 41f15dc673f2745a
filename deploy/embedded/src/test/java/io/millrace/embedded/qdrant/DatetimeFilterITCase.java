package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Payloads.array;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.qdrant.client.ConditionFactory.datetimeRange;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.qdrant.client.grpc.Common.DatetimeRange;
import io.qdrant.client.grpc.Points.FieldType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatetimeFilterITCase {

    private static final Timestamp TEN = timestamp("2024-02-01T10:00:00Z");
    private static final Timestamp MIDNIGHT = timestamp("2024-02-01T00:00:00Z");

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static FilterTable table;

    @BeforeAll
    static void fill() {
        table = FilterTable.of(
                qdrant,
                Map.ofEntries(
                        Map.entry(1, payload("at", "2024-02-01T10:00:00Z")),
                        Map.entry(2, payload("at", "2024-02-01T12:00:00+02:00")),
                        Map.entry(3, payload("at", "2024-02-01T10:00:00.000Z")),
                        Map.entry(4, payload("at", "2024-02-01T10:00:00")),
                        Map.entry(5, payload("at", "2024-02-01 10:00:00")),
                        Map.entry(6, payload("at", "2024-02-01T10:00")),
                        Map.entry(7, payload("at", "2024-02-01T12:00:00+0200")),
                        Map.entry(8, payload("at", "2024-02-01")),
                        Map.entry(9, payload("at", "2024-02-01T10:00:00.001Z")),
                        Map.entry(10, payload("at", "2023-12-31T23:59:59Z")),
                        Map.entry(11, payload("at", array("2020-01-01T00:00:00Z", "2024-02-01T10:00:00Z"))),
                        Map.entry(12, payload("at", "yesterday")),
                        Map.entry(13, payload("at", 1_706_781_600)),
                        Map.entry(14, payload())),
                Map.of("at", FieldType.FieldTypeDatetime));
    }

    @Test
    void readsEveryFormAndTakesThoseWithoutAZoneForUtc() {
        assertThat(ids(DatetimeRange.newBuilder().setGte(TEN).setLte(TEN)))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 11L);
    }

    @Test
    void readsADateAsItsMidnight() {
        assertThat(ids(DatetimeRange.newBuilder().setGte(MIDNIGHT).setLte(MIDNIGHT)))
                .containsExactly(8L);
    }

    @Test
    void includesItsBoundsOrNot() {
        assertThat(ids(DatetimeRange.newBuilder().setGt(TEN))).containsExactly(9L);
        assertThat(ids(DatetimeRange.newBuilder().setLt(TEN))).containsExactly(8L, 10L, 11L);
        assertThat(ids(DatetimeRange.newBuilder().setGt(MIDNIGHT).setLt(TEN))).isEmpty();
        assertThat(ids(DatetimeRange.newBuilder().setLte(MIDNIGHT))).containsExactly(8L, 10L, 11L);
    }

    @Test
    void tellsFractionsOfASecondApart() {
        var justAfter = Timestamp.newBuilder(TEN).setNanos(500_000);

        assertThat(ids(DatetimeRange.newBuilder().setGte(justAfter))).containsExactly(9L);
    }

    private static List<Long> ids(DatetimeRange.Builder range) {
        return table.idsOf(datetimeRange("at", range.build()));
    }

    private static Timestamp timestamp(String instant) {
        return Timestamp.newBuilder()
                .setSeconds(Instant.parse(instant).getEpochSecond())
                .build();
    }
}

package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Payloads.array;
import static io.millrace.embedded.qdrant.Payloads.object;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.Payloads.place;
import static io.qdrant.client.ConditionFactory.geoBoundingBox;
import static io.qdrant.client.ConditionFactory.geoPolygon;
import static io.qdrant.client.ConditionFactory.geoRadius;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Common.GeoLineString;
import io.qdrant.client.grpc.Common.GeoPoint;
import io.qdrant.client.grpc.Points.FieldType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GeoFilterITCase {

    private static final double BERLIN_LATITUDE = 52.52;
    private static final double BERLIN_LONGITUDE = 13.405;
    private static final float KILOMETRE = 1000;

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static FilterTable table;

    @BeforeAll
    static void fill() {
        table = FilterTable.of(
                qdrant,
                Map.of(
                        1, payload("at", place(13.405, 52.52)), // Berlin
                        2, payload("at", place(13.064, 52.391)), // Potsdam, 27 km from Berlin
                        3, payload("at", place(9.993, 53.551)), // Hamburg, 255 km
                        4, payload("at", array(place(2.352, 48.857), place(13.4, 52.5))), // Paris, and Berlin again
                        5, payload("at", place(179.5, -16.5)), // Fiji, west of the date line
                        6, payload("at", place(-179.5, -16.5)), // Fiji, east of it
                        7, payload("at", "52.52,13.405"),
                        8, payload("at", object("lon", 13.405)),
                        9, payload()),
                Map.of("at", FieldType.FieldTypeGeo));
    }

    @Test
    void radiusIsInMetres() {
        assertThat(table.idsOf(geoRadius("at", BERLIN_LATITUDE, BERLIN_LONGITUDE, 5 * KILOMETRE)))
                .containsExactly(1L, 4L);
        assertThat(table.idsOf(geoRadius("at", BERLIN_LATITUDE, BERLIN_LONGITUDE, 20 * KILOMETRE)))
                .containsExactly(1L, 4L);
        assertThat(table.idsOf(geoRadius("at", BERLIN_LATITUDE, BERLIN_LONGITUDE, 40 * KILOMETRE)))
                .containsExactly(1L, 2L, 4L);
        assertThat(table.idsOf(geoRadius("at", BERLIN_LATITUDE, BERLIN_LONGITUDE, 300 * KILOMETRE)))
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void radiusReachesAcrossTheDateLine() {
        assertThat(table.idsOf(geoRadius("at", -16.5, 180, 100 * KILOMETRE))).containsExactly(5L, 6L);
    }

    @Test
    void boxGoesFromItsTopLeftToItsBottomRight() {
        assertThat(table.idsOf(geoBoundingBox("at", 53, 13.2, 52, 14))).containsExactly(1L, 4L);
        assertThat(table.idsOf(geoBoundingBox("at", 54, 9, 52, 14))).containsExactly(1L, 2L, 3L, 4L);
        assertThat(table.idsOf(geoBoundingBox("at", 49, 2, 48, 3))).containsExactly(4L);
        assertThat(table.idsOf(geoBoundingBox("at", 10, 0, 0, 10))).isEmpty();
    }

    @Test
    void polygonHoldsWhatIsWithinItsBorder() {
        GeoLineString aroundBerlinAndPotsdam = line(12.9, 52.2, 13.8, 52.2, 13.4, 52.9, 12.9, 52.2);

        assertThat(table.idsOf(geoPolygon("at", aroundBerlinAndPotsdam, List.of())))
                .containsExactly(1L, 2L, 4L);
    }

    @Test
    void polygonLeavesOutItsHoles() {
        GeoLineString border = line(12, 52, 15, 52, 15, 53, 12, 53, 12, 52);
        GeoLineString hole = line(13.3, 52.45, 13.5, 52.45, 13.5, 52.6, 13.3, 52.6, 13.3, 52.45);

        assertThat(table.idsOf(geoPolygon("at", border, List.of()))).containsExactly(1L, 2L, 4L);
        assertThat(table.idsOf(geoPolygon("at", border, List.of(hole)))).containsExactly(2L);
    }

    private static GeoLineString line(double... longitudesAndLatitudes) {
        GeoLineString.Builder line = GeoLineString.newBuilder();
        for (int i = 0; i < longitudesAndLatitudes.length; i += 2) {
            line.addPoints(
                    GeoPoint.newBuilder().setLon(longitudesAndLatitudes[i]).setLat(longitudesAndLatitudes[i + 1]));
        }
        return line.build();
    }
}

package io.millrace.embedded.qdrant.filter;

import io.millrace.embedded.qdrant.payload.Values;
import io.qdrant.client.grpc.Common.GeoBoundingBox;
import io.qdrant.client.grpc.Common.GeoLineString;
import io.qdrant.client.grpc.Common.GeoPoint;
import io.qdrant.client.grpc.Common.GeoPolygon;
import io.qdrant.client.grpc.Common.GeoRadius;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a place on Earth, given in degrees, lies in an area. */
public final class Geometry {

    /** The mean radius of the Earth in metres that the haversine formula is used with. */
    private static final double EARTH_RADIUS = 6_371_008.8;

    private Geometry() {}

    /** The location that a payload value holds, or null when it holds none. */
    public static @Nullable GeoPoint location(Value value) {
        if (!value.hasStructValue()) {
            return null;
        }
        Map<String, Value> fields = value.getStructValue().getFieldsMap();
        Double longitude = Values.number(fields.get("lon"));
        Double latitude = Values.number(fields.get("lat"));
        if (longitude == null || latitude == null) {
            return null;
        }
        return GeoPoint.newBuilder().setLon(longitude).setLat(latitude).build();
    }

    /** Strictly inside the box; a box whose left edge is east of its right one crosses the antimeridian. */
    static boolean inBox(GeoPoint point, GeoBoundingBox box) {
        double west = box.getTopLeft().getLon();
        double east = box.getBottomRight().getLon();
        boolean between = west > east
                ? point.getLon() > west || point.getLon() < east
                : point.getLon() > west && point.getLon() < east;
        return between
                && point.getLat() < box.getTopLeft().getLat()
                && point.getLat() > box.getBottomRight().getLat();
    }

    /** Nearer to the centre than the radius, in metres along the surface (haversine formula). */
    static boolean inCircle(GeoPoint point, GeoRadius circle) {
        return metres(point, circle.getCenter()) < circle.getRadius();
    }

    /** The distance along the surface in metres (haversine formula). */
    public static double metres(GeoPoint from, GeoPoint to) {
        double latitudes = Math.toRadians(to.getLat() - from.getLat()) / 2;
        double longitudes = Math.toRadians(to.getLon() - from.getLon()) / 2;
        double chord = square(Math.sin(latitudes))
                + Math.cos(Math.toRadians(from.getLat()))
                        * Math.cos(Math.toRadians(to.getLat()))
                        * square(Math.sin(longitudes));
        return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(chord)));
    }

    private static double square(double number) {
        return number * number;
    }

    /** Inside the outer line and in none of the holes (even-odd rule, degrees taken as a plane). */
    static boolean inPolygon(GeoPoint point, GeoPolygon polygon) {
        return inRing(point, polygon.getExterior())
                && polygon.getInteriorsList().stream().noneMatch(hole -> inRing(point, hole));
    }

    private static boolean inRing(GeoPoint point, GeoLineString ring) {
        List<GeoPoint> corners = ring.getPointsList();
        boolean inside = false;
        for (int i = 1; i < corners.size(); i++) {
            GeoPoint start = corners.get(i - 1);
            GeoPoint end = corners.get(i);
            boolean spans = (start.getLat() > point.getLat()) != (end.getLat() > point.getLat());
            if (spans && point.getLon() < longitudeAt(point.getLat(), start, end)) {
                inside = !inside;
            }
        }
        return inside;
    }

    private static double longitudeAt(double latitude, GeoPoint start, GeoPoint end) {
        double share = (latitude - start.getLat()) / (end.getLat() - start.getLat());
        return start.getLon() + share * (end.getLon() - start.getLon());
    }
}

package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.FieldCondition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.GeoLineString;
import java.util.List;

/** The checks of a filter's fields. A malformed path or match is refused later, where it is read. */
final class FilterValidation {

    private static final int FEWEST_CORNERS = 4;

    private FilterValidation() {}

    /** Checks a filter that stands in a request under some name. */
    static void check(String field, Filter filter) {
        check(field + ".should", filter.getShouldList());
        check(field + ".must", filter.getMustList());
        check(field + ".must_not", filter.getMustNotList());
        if (filter.hasMinShould()) {
            check(field + ".min_should.conditions", filter.getMinShould().getConditionsList());
        }
    }

    private static void check(String field, List<Condition> conditions) {
        for (int i = 0; i < conditions.size(); i++) {
            check(field + "[" + i + "].condition_one_of", conditions.get(i));
        }
    }

    private static void check(String field, Condition condition) {
        switch (condition.getConditionOneOfCase()) {
            case FIELD -> check(field, condition.getField());
            case FILTER -> check(field, condition.getFilter());
            case NESTED -> check(field + ".filter", condition.getNested().getFilter());
            default -> {}
        }
    }

    private static void check(String field, FieldCondition condition) {
        boolean any = condition.hasMatch()
                || condition.hasRange()
                || condition.hasDatetimeRange()
                || condition.hasGeoBoundingBox()
                || condition.hasGeoRadius()
                || condition.hasGeoPolygon()
                || condition.hasValuesCount()
                || condition.hasIsEmpty()
                || condition.hasIsNull();
        if (!any) {
            throw StoreException.validation(
                    field + ".match", "Validation error: At least one field condition must be specified [{}]");
        }
        if (condition.hasGeoBoundingBox()
                && !(condition.getGeoBoundingBox().hasTopLeft()
                        && condition.getGeoBoundingBox().hasBottomRight())) {
            throw StoreException.invalid("Malformed GeoBoundingBox type");
        }
        if (condition.hasGeoRadius() && !condition.getGeoRadius().hasCenter()) {
            throw StoreException.invalid("Malformed GeoRadius type");
        }
        if (condition.hasGeoPolygon()) {
            checkRing(field + ".geo_polygon.exterior", condition.getGeoPolygon().getExterior());
            condition
                    .getGeoPolygon()
                    .getInteriorsList()
                    .forEach(hole -> checkRing(field + ".geo_polygon.interiors", hole));
        }
    }

    private static void checkRing(String field, GeoLineString ring) {
        int corners = ring.getPointsCount();
        if (corners == 0) {
            throw StoreException.validation(field, "value invalid, must not be empty");
        }
        if (corners < FEWEST_CORNERS) {
            throw StoreException.validation(
                    field, "value invalid, the size must be at least %d, got %d".formatted(FEWEST_CORNERS, corners));
        }
        if (!ring.getPoints(0).equals(ring.getPoints(corners - 1))) {
            throw StoreException.validation(
                    field, "value invalid, the first and the last points should be same to form a closed line");
        }
    }
}

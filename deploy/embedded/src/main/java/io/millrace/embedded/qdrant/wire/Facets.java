package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Location;
import io.millrace.embedded.qdrant.engine.Store;
import io.millrace.embedded.qdrant.engine.View;
import io.millrace.embedded.qdrant.failure.StoreException;
import io.millrace.embedded.qdrant.payload.PayloadPath;
import io.millrace.embedded.qdrant.payload.Values;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.FacetCounts;
import io.qdrant.client.grpc.Points.FacetHit;
import io.qdrant.client.grpc.Points.FacetValue;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Facet: how many points have each value of a payload field that has an index for matches. Counts are exact, asked for
 * or not; they are made from the payloads of the points that pass the filter.
 */
final class Facets {

    private static final int DEFAULT_LIMIT = 10;

    /** The more frequent first, then by value. */
    private static final Comparator<FacetHit> ORDER = Comparator.comparingLong(FacetHit::getCount)
            .reversed()
            .thenComparing(hit -> hit.getValue().getStringValue())
            .thenComparingLong(hit -> hit.getValue().getIntegerValue())
            .thenComparing(hit -> hit.getValue().getBoolValue());

    private final Store store;

    Facets(Store store) {
        this.store = store;
    }

    List<FacetHit> count(FacetCounts request) throws IOException {
        String name = Validation.collectionName(request.getCollectionName());
        Validation.notEmpty("key", request.getKey());
        if (request.hasLimit()) {
            Validation.positive("limit", request.getLimit());
        }
        FilterValidation.check("filter", request.getFilter());
        Validation.notBuilt(request.hasShardKeySelector(), "A shard key selector");
        PayloadPath path = PayloadPath.parse(request.getKey());
        try (View view = store.collection(name).view()) {
            PayloadSchemaType type = type(view, path, request.getKey());
            Map<FacetValue, Long> counts = new HashMap<>();
            for (Location location : view.matching(view.state().filters().query(request.getFilter()))) {
                for (FacetValue value : values(path.valuesIn(view.payload(location)), type)) {
                    counts.merge(value, 1L, Long::sum);
                }
            }
            return counts.entrySet().stream()
                    .map(entry -> FacetHit.newBuilder()
                            .setValue(entry.getKey())
                            .setCount(entry.getValue())
                            .build())
                    .sorted(ORDER)
                    .limit(request.hasLimit() ? Validation.count(request.getLimit()) : DEFAULT_LIMIT)
                    .toList();
        }
    }

    private static PayloadSchemaType type(View view, PayloadPath path, String key) {
        PayloadSchemaInfo schema = view.state().payloadIndex(path);
        PayloadSchemaType type = schema == null ? PayloadSchemaType.UnknownType : schema.getDataType();
        boolean matches = switch (type) {
            case Keyword, Bool, Uuid -> true;
            case Integer ->
                schema != null
                        && !(schema.getParams().getIntegerIndexParams().hasLookup()
                                && !schema.getParams().getIntegerIndexParams().getLookup());
            default -> false;
        };
        if (!matches) {
            throw StoreException.wrongInput(
                    "No appropriate index for faceting: `%s`. Please create one to facet on this field. Check %s to see which payload schemas support Match conditions"
                            .formatted(key, StoreException.INDEXING_GUIDE));
        }
        return type;
    }

    /** A point counts once for a value, however often it holds it. */
    private static Set<FacetValue> values(List<Value> values, PayloadSchemaType type) {
        Set<FacetValue> distinct = new HashSet<>();
        for (Value value : values) {
            for (Value element : Values.elements(value)) {
                FacetValue facet = facet(element, type);
                if (facet != null) {
                    distinct.add(facet);
                }
            }
        }
        return distinct;
    }

    private static @Nullable FacetValue facet(Value value, PayloadSchemaType type) {
        FacetValue.Builder facet = FacetValue.newBuilder();
        if (type == PayloadSchemaType.Integer && value.hasIntegerValue()) {
            return facet.setIntegerValue(value.getIntegerValue()).build();
        }
        if (type == PayloadSchemaType.Bool && value.hasBoolValue()) {
            return facet.setBoolValue(value.getBoolValue()).build();
        }
        if (type == PayloadSchemaType.Keyword && value.hasStringValue()) {
            return facet.setStringValue(value.getStringValue()).build();
        }
        if (type == PayloadSchemaType.Uuid && value.hasStringValue()) {
            return uuid(value.getStringValue());
        }
        return null;
    }

    private static @Nullable FacetValue uuid(String text) {
        try {
            String hyphenated = UUID.fromString(text).toString();
            return FacetValue.newBuilder().setStringValue(hyphenated).build();
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }
}

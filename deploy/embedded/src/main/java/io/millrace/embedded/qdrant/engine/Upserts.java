package io.millrace.embedded.qdrant.engine;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.millrace.embedded.qdrant.payload.Values;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PointsUpdateOperation.PointStructList;
import io.qdrant.client.grpc.Points.UpdateMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;

/** Works out what an upsert changes. Of points with the same id in one request the last one counts. */
final class Upserts {

    private final CollectionState state;
    private final Operations.Points points;

    Upserts(CollectionState state, Operations.Points points) {
        this.state = state;
        this.points = points;
    }

    Change change(PointStructList upsert) throws IOException {
        Map<BytesRef, Point> given = new LinkedHashMap<>();
        for (PointStruct struct : upsert.getPointsList()) {
            Point point = point(struct);
            given.put(point.key(), point);
        }
        if (upsert.hasUpdateFilter() || upsert.getUpdateMode() != UpdateMode.Upsert) {
            given.keySet().removeAll(skipped(upsert, given.keySet()));
        }
        return Change.puts(new ArrayList<>(given.values()));
    }

    private Point point(PointStruct struct) {
        if (!struct.hasVectors()) {
            throw StoreException.invalid("Expected some vectors");
        }
        if (!struct.hasId()) {
            throw StoreException.invalid("Empty ID is not allowed");
        }
        return new Point(
                PointKey.of(struct.getId()),
                Values.json(struct.getPayloadMap()),
                VectorInput.prepared(struct.getVectors(), state));
    }

    /** The keys that the mode and the filter of the request leave as they are. */
    private Set<BytesRef> skipped(PointStructList upsert, Set<BytesRef> keys) throws IOException {
        try (View view = points.view()) {
            Set<BytesRef> existing = view.locate(keys).keySet();
            Set<BytesRef> missing = new HashSet<>(keys);
            missing.removeAll(existing);
            return switch (upsert.getUpdateMode()) {
                case InsertOnly -> existing;
                case UpdateOnly -> {
                    missing.addAll(failing(view, upsert, existing));
                    yield missing;
                }
                default -> failing(view, upsert, existing);
            };
        }
    }

    private static Set<BytesRef> failing(View view, PointStructList upsert, Set<BytesRef> existing) throws IOException {
        if (!upsert.hasUpdateFilter()) {
            return Set.of();
        }
        Set<BytesRef> failing = new HashSet<>(existing);
        failing.removeAll(matching(view, upsert.getUpdateFilter(), existing));
        return failing;
    }

    /** Those of some keys whose points satisfy a filter. */
    static Set<BytesRef> matching(View view, Filter filter, Set<BytesRef> keys) throws IOException {
        BooleanQuery query = new BooleanQuery.Builder()
                .add(new TermInSetQuery(PointKey.FIELD, keys), Occur.FILTER)
                .add(view.state().filters().query(filter), Occur.FILTER)
                .build();
        Set<BytesRef> matching = new HashSet<>();
        for (Location location : view.matching(query)) {
            matching.add(view.key(location));
        }
        return matching;
    }
}

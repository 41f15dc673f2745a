package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Collection;
import io.millrace.embedded.qdrant.engine.Hit;
import io.millrace.embedded.qdrant.engine.Store;
import io.millrace.embedded.qdrant.engine.View;
import io.millrace.embedded.qdrant.payload.PayloadSelection;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Query: the points that the stages of a request find, or, without a query, the first ones by id. */
final class Queries {

    private final Store store;

    Queries(Store store) {
        this.store = store;
    }

    List<ScoredPoint> query(QueryPoints request) throws IOException {
        String name = Validation.collectionName(request.getCollectionName());
        check(request);
        Collection collection = store.collection(name);
        try (View view = collection.view()) {
            PayloadSelection payload = PayloadSelection.from(request.getWithPayload(), false);
            PointOutput output = new PointOutput(view, payload, request.getWithVectors());
            List<Hit> hits = new Stages(store, collection, view).run(outermost(request));
            boolean scored = request.hasQuery();
            List<ScoredPoint> points = new ArrayList<>();
            for (Hit hit : hits.subList(Math.min(offset(request), hits.size()), hits.size())) {
                points.add(scored ? output.scored(hit) : output.listed(hit));
            }
            return points;
        }
    }

    private static void check(QueryPoints request) {
        if (request.hasLimit()) {
            Validation.positive("limit", request.getLimit());
        }
        if (request.hasTimeout()) {
            Validation.positive("timeout", request.getTimeout());
        }
        QueryChecks.check(outermost(request));
        Validation.notBuilt(request.hasShardKeySelector(), "A shard key selector");
    }

    private static int offset(QueryPoints request) {
        return Validation.count(request.getOffset());
    }

    /** The request as a stage, which is a query without an offset: it finds what is skipped too. */
    private static PrefetchQuery outermost(QueryPoints request) {
        int limit = request.hasLimit() ? Validation.count(request.getLimit()) : Stages.DEFAULT_LIMIT;
        PrefetchQuery.Builder stage = PrefetchQuery.newBuilder()
                .addAllPrefetch(request.getPrefetchList())
                .setUsing(request.getUsing())
                .setParams(request.getParams())
                .setLimit((long) limit + offset(request));
        if (request.hasQuery()) {
            stage.setQuery(withCandidates(request.getQuery(), limit));
        }
        if (request.hasFilter()) {
            stage.setFilter(request.getFilter());
        }
        if (request.hasScoreThreshold()) {
            stage.setScoreThreshold(request.getScoreThreshold());
        }
        if (request.hasLookupFrom()) {
            stage.setLookupFrom(request.getLookupFrom());
        }
        return stage.build();
    }

    /** As many candidates as the limit says, whatever the offset, unless the request says otherwise. */
    private static Query withCandidates(Query query, int limit) {
        if (!query.hasNearestWithMmr() || query.getNearestWithMmr().getMmr().hasCandidatesLimit()) {
            return query;
        }
        Query.Builder changed = query.toBuilder();
        changed.getNearestWithMmrBuilder().getMmrBuilder().setCandidatesLimit(limit);
        return changed.build();
    }
}

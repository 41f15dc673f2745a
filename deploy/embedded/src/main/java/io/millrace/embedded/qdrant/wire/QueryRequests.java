package io.millrace.embedded.qdrant.wire;

import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.QueryPointGroups;
import io.qdrant.client.grpc.Points.QueryPoints;

/** Requests of one kind as those of another that asks the same. */
final class QueryRequests {

    private QueryRequests() {}

    /** A query as a stage, which has no offset: it finds what is skipped too. */
    static PrefetchQuery outermost(QueryPoints request) {
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

    /** How many points are skipped: none of a sample, which has no order that a next page could follow. */
    static int offset(QueryPoints request) {
        boolean sample = request.getQuery().hasSample() && request.getPrefetchCount() == 0;
        return sample ? 0 : Validation.count(request.getOffset());
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

    /** A query for groups as one for points; what it says of groups is left out. */
    static QueryPoints points(QueryPointGroups request) {
        QueryPoints.Builder points = QueryPoints.newBuilder()
                .setCollectionName(request.getCollectionName())
                .addAllPrefetch(request.getPrefetchList())
                .setUsing(request.getUsing())
                .setParams(request.getParams());
        if (request.hasQuery()) {
            points.setQuery(request.getQuery());
        }
        if (request.hasFilter()) {
            points.setFilter(request.getFilter());
        }
        if (request.hasScoreThreshold()) {
            points.setScoreThreshold(request.getScoreThreshold());
        }
        if (request.hasLookupFrom()) {
            points.setLookupFrom(request.getLookupFrom());
        }
        if (request.hasTimeout()) {
            points.setTimeout(request.getTimeout());
        }
        if (request.hasShardKeySelector()) {
            points.setShardKeySelector(request.getShardKeySelector());
        }
        return points.build();
    }
}

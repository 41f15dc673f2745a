package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Hit;
import io.millrace.embedded.qdrant.engine.IdOrder;
import io.millrace.embedded.qdrant.engine.NearestSearch;
import io.millrace.embedded.qdrant.engine.PointKey;
import io.millrace.embedded.qdrant.engine.Store;
import io.millrace.embedded.qdrant.engine.VectorSpace;
import io.millrace.embedded.qdrant.engine.View;
import io.millrace.embedded.qdrant.failure.StoreException;
import io.millrace.embedded.qdrant.payload.PayloadSelection;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.SearchParams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/** Query: the points nearest to a vector or to another point, or, without a query, the first ones by id. */
final class Queries {

    private static final int DEFAULT_LIMIT = 10;

    private final Store store;

    Queries(Store store) {
        this.store = store;
    }

    List<ScoredPoint> query(QueryPoints request) throws IOException {
        String name = Validation.collectionName(request.getCollectionName());
        check(request);
        try (View view = store.collection(name).view()) {
            PayloadSelection payload = PayloadSelection.from(request.getWithPayload(), false);
            PointOutput output = new PointOutput(view, payload, request.getWithVectors());
            boolean ranked = request.hasQuery();
            List<ScoredPoint> points = new ArrayList<>();
            for (Hit hit : page(ranked ? nearest(view, request) : byId(view, request), request)) {
                points.add(ranked ? output.scored(hit) : output.listed(hit));
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
        check(request.getParams());
        FilterValidation.check("filter", request.getFilter());
        if (!request.hasQuery() && request.getPrefetchCount() > 0) {
            throw StoreException.badRequest(
                    "A query is needed to merge the prefetches." + " Can't have prefetches without defining a query.");
        }
        if (!request.hasQuery() && request.hasScoreThreshold()) {
            throw StoreException.badRequest("A query is needed to use the score_threshold."
                    + " Can't have score_threshold without defining a query.");
        }
        if (request.getQuery().hasOrderBy() && request.hasScoreThreshold()) {
            throw StoreException.badRequest("Can't use score_threshold with an order_by query.");
        }
        Validation.notBuilt(request.hasShardKeySelector(), "A shard key selector");
        Validation.notBuilt(request.getPrefetchCount() > 0, "Prefetch");
        Validation.notBuilt(request.getLookupFrom().hasShardKeySelector(), "A shard key selector");
        if (request.hasQuery()) {
            requireNearest(request.getQuery());
        }
    }

    private static void check(SearchParams params) {
        if (params.hasHnswEf()) {
            Validation.positive("params.hnsw_ef", params.getHnswEf());
        }
        Validation.notBuilt(params.getIndexedOnly(), "Searching indexed points only (indexed_only)");
    }

    private static void requireNearest(Query query) {
        switch (query.getVariantCase()) {
            case NEAREST -> {}
            case RECOMMEND -> throw StoreException.notBuilt("The recommend query");
            case DISCOVER -> throw StoreException.notBuilt("The discover query");
            case CONTEXT -> throw StoreException.notBuilt("The context query");
            case ORDER_BY -> throw StoreException.notBuilt("The order_by query");
            case FUSION, RRF -> throw StoreException.notBuilt("The fusion query");
            case SAMPLE -> throw StoreException.notBuilt("The sample query");
            case FORMULA -> throw StoreException.notBuilt("The formula query");
            case NEAREST_WITH_MMR -> throw StoreException.notBuilt("The MMR query");
            case RELEVANCE_FEEDBACK -> throw StoreException.notBuilt("The relevance feedback query");
            case VARIANT_NOT_SET -> throw StoreException.invalid("Query variant is missing");
        }
    }

    private List<Hit> byId(View view, QueryPoints request) throws IOException {
        return new IdOrder(view).first(view.state().filters().query(request.getFilter()), null, wanted(view, request));
    }

    private List<Hit> nearest(View view, QueryPoints request) throws IOException {
        VectorSpace space = view.state().space(request.getUsing());
        NearestInput input = new NearestInput(store, view, request);
        NearestSearch.Wanted wanted = new NearestSearch.Wanted(
                wanted(view, request),
                request.hasScoreThreshold() ? Float.valueOf(request.getScoreThreshold()) : null,
                request.getParams().getExact(),
                Validation.count(request.getParams().getHnswEf()));
        return new NearestSearch(view, space, input.vector(), wanted).among(filter(view, request, input));
    }

    private static org.apache.lucene.search.@Nullable Query filter(View view, QueryPoints request, NearestInput input) {
        org.apache.lucene.search.Query filter =
                request.hasFilter() ? view.state().filters().query(request.getFilter()) : null;
        if (!input.excludesItself()) {
            return filter;
        }
        BooleanQuery.Builder others = new BooleanQuery.Builder();
        others.add(filter == null ? new MatchAllDocsQuery() : filter, Occur.FILTER);
        others.add(new TermQuery(PointKey.term(request.getQuery().getNearest().getId())), Occur.MUST_NOT);
        return others.build();
    }

    /** How many points must be found for the page that was asked for; never more than there are. */
    private static int wanted(View view, QueryPoints request) {
        long limit = request.hasLimit() ? Validation.count(request.getLimit()) : DEFAULT_LIMIT;
        return (int) Math.min(limit + Validation.count(request.getOffset()), Math.max(1, view.size()));
    }

    private static List<Hit> page(List<Hit> hits, QueryPoints request) {
        int offset = Math.min(Validation.count(request.getOffset()), hits.size());
        int limit = request.hasLimit() ? Validation.count(request.getLimit()) : DEFAULT_LIMIT;
        return hits.subList(offset, (int) Math.min((long) offset + limit, hits.size()));
    }
}

package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.Points.Mmr;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.SearchParams;

/** The checks of a query's stages, made before any of them is carried out. */
final class QueryChecks {

    private static final int MOST_CANDIDATES = 16_384;
    private static final int DEEPEST = 64;

    private QueryChecks() {}

    /** Checks the outermost stage and its prefetches. */
    static void check(PrefetchQuery outermost) {
        check(outermost, "", 0);
    }

    private static void check(PrefetchQuery stage, String place, int depth) {
        if (depth > DEEPEST) {
            throw StoreException.wrongInput(
                    "Validation failed: prefetches depth %d exceeds max depth %d".formatted(depth, DEEPEST));
        }
        if (stage.hasLimit()) {
            Validation.positive(place + "limit", stage.getLimit());
        }
        check(place, stage.getParams());
        FilterValidation.check(place + "filter", stage.getFilter());
        checkCombination(stage);
        if (stage.hasQuery()) {
            checkQuery(stage, place);
        }
        Validation.notBuilt(stage.getLookupFrom().hasShardKeySelector(), "A shard key selector");
        for (int i = 0; i < stage.getPrefetchCount(); i++) {
            check(stage.getPrefetch(i), place + "prefetch[" + i + "].", depth + 1);
        }
    }

    private static void check(String place, SearchParams params) {
        if (params.hasHnswEf()) {
            Validation.positive(place + "params.hnsw_ef", params.getHnswEf());
        }
        Validation.notBuilt(params.getIndexedOnly(), "Searching indexed points only (indexed_only)");
    }

    private static void checkCombination(PrefetchQuery stage) {
        if (!stage.hasQuery() && stage.getPrefetchCount() > 0) {
            throw StoreException.badRequest(
                    "A query is needed to merge the prefetches. Can't have prefetches without defining a query.");
        }
        if (!stage.hasQuery() && stage.hasScoreThreshold()) {
            throw StoreException.badRequest("A query is needed to use the score_threshold."
                    + " Can't have score_threshold without defining a query.");
        }
        if (stage.getQuery().hasOrderBy() && stage.hasScoreThreshold()) {
            throw StoreException.badRequest("Can't use score_threshold with an order_by query.");
        }
        boolean fusion = stage.getQuery().hasFusion() || stage.getQuery().hasRrf();
        if (fusion && !stage.getUsing().isEmpty()) {
            throw StoreException.badRequest("Fusion queries cannot be combined with the 'using' field.");
        }
    }

    private static void checkQuery(PrefetchQuery stage, String place) {
        switch (stage.getQuery().getVariantCase()) {
            case NEAREST, FUSION, RECOMMEND, SAMPLE, ORDER_BY, FORMULA -> {}
            case RRF -> {
                if (stage.getQuery().getRrf().hasK()) {
                    Validation.positive(
                            place + "query.rrf.k", stage.getQuery().getRrf().getK());
                }
            }
            case NEAREST_WITH_MMR ->
                check(
                        place + "query.nearest_with_mmr.mmr",
                        stage.getQuery().getNearestWithMmr().getMmr());
            case DISCOVER -> throw StoreException.notBuilt("The discover query");
            case CONTEXT -> throw StoreException.notBuilt("The context query");
            case RELEVANCE_FEEDBACK -> throw StoreException.notBuilt("The relevance feedback query");
            case VARIANT_NOT_SET -> throw StoreException.invalid("Query variant is missing");
        }
    }

    private static void check(String place, Mmr mmr) {
        if (mmr.hasDiversity() && !(mmr.getDiversity() >= 0 && mmr.getDiversity() <= 1)) {
            throw StoreException.validation(
                    place + ".diversity",
                    "value %s invalid, must be from 0.0 to 1.0".formatted(Float.toString(mmr.getDiversity())));
        }
        if (mmr.hasCandidatesLimit() && Integer.compareUnsigned(mmr.getCandidatesLimit(), MOST_CANDIDATES) > 0) {
            throw StoreException.validation(
                    place + ".candidates_limit",
                    "value %s invalid, must be %d or smaller"
                            .formatted(Integer.toUnsignedString(mmr.getCandidatesLimit()), MOST_CANDIDATES));
        }
    }
}

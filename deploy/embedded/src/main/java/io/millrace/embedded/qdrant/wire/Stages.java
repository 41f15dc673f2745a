package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Collection;
import io.millrace.embedded.qdrant.engine.Diversity;
import io.millrace.embedded.qdrant.engine.Fusion;
import io.millrace.embedded.qdrant.engine.Hit;
import io.millrace.embedded.qdrant.engine.IdOrder;
import io.millrace.embedded.qdrant.engine.NearestSearch;
import io.millrace.embedded.qdrant.engine.PointKey;
import io.millrace.embedded.qdrant.engine.Space;
import io.millrace.embedded.qdrant.engine.SparseSearch;
import io.millrace.embedded.qdrant.engine.SparseSpace;
import io.millrace.embedded.qdrant.engine.SparseVector;
import io.millrace.embedded.qdrant.engine.Store;
import io.millrace.embedded.qdrant.engine.StoredVector;
import io.millrace.embedded.qdrant.engine.VectorSpace;
import io.millrace.embedded.qdrant.engine.View;
import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.Points.Mmr;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.Rrf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the stages of a query, from the innermost prefetches outwards. A filter counts for the stage's prefetches
 * too; a stage that has prefetches ranks only what they found.
 */
final class Stages {

    /** Points that a stage returns when its request names no limit. */
    static final int DEFAULT_LIMIT = 10;

    private static final float DEFAULT_DIVERSITY = 0.5f;

    private final View view;
    private final QueryVectors vectors;

    Stages(Store store, Collection collection, View view) {
        this.view = view;
        this.vectors = new QueryVectors(store, collection, view);
    }

    /** What the outermost stage finds, best first, without the points whose vectors the stages ask with. */
    List<Hit> run(PrefetchQuery outermost) throws IOException {
        List<BytesRef> asking =
                vectors.ids(outermost).stream().map(PointKey::of).toList();
        if (asking.isEmpty()) {
            return run(outermost, null);
        }
        BooleanQuery.Builder others = new BooleanQuery.Builder();
        others.add(new MatchAllDocsQuery(), Occur.FILTER);
        others.add(new TermInSetQuery(PointKey.FIELD, asking), Occur.MUST_NOT);
        return run(outermost, others.build());
    }

    private List<Hit> run(PrefetchQuery stage, @Nullable Query inherited) throws IOException {
        Query filter =
                both(inherited, stage.hasFilter() ? view.state().filters().query(stage.getFilter()) : null);
        if (stage.getPrefetchCount() == 0) {
            return ranked(stage, filter);
        }
        List<List<Hit>> found = new ArrayList<>();
        for (PrefetchQuery prefetch : stage.getPrefetchList()) {
            found.add(run(prefetch, filter));
        }
        return switch (stage.getQuery().getVariantCase()) {
            case FUSION, RRF -> Fusion.first(fused(stage, new Fusion(found)), count(stage), threshold(stage));
            default -> ranked(stage, points(found));
        };
    }

    private static @Nullable Query both(@Nullable Query one, @Nullable Query other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return new BooleanQuery.Builder()
                .add(one, Occur.FILTER)
                .add(other, Occur.FILTER)
                .build();
    }

    private static Query points(List<List<Hit>> found) {
        List<BytesRef> keys = found.stream().flatMap(List::stream).map(Hit::key).toList();
        return new TermInSetQuery(PointKey.FIELD, keys);
    }

    private static List<Hit> fused(PrefetchQuery stage, Fusion fusion) {
        if (stage.getQuery().hasRrf()) {
            Rrf rrf = stage.getQuery().getRrf();
            return fusion.byReciprocalRank(
                    rrf.hasK() ? rrf.getK() : Fusion.DEFAULT_RANK_CONSTANT, rrf.getWeightsList());
        }
        return switch (stage.getQuery().getFusion()) {
            case RRF -> fusion.byReciprocalRank(Fusion.DEFAULT_RANK_CONSTANT, List.of());
            case DBSF -> fusion.byDistribution();
            case UNRECOGNIZED ->
                throw StoreException.invalid(
                        "Unknown fusion: " + stage.getQuery().getFusionValue());
        };
    }

    private List<Hit> ranked(PrefetchQuery stage, @Nullable Query filter) throws IOException {
        return switch (stage.getQuery().getVariantCase()) {
            case NEAREST -> {
                StoredVector query = vectors.vector(stage, stage.getQuery().getNearest());
                yield nearest(stage, query, count(stage), filter);
            }
            case NEAREST_WITH_MMR -> diverse(stage, filter);
            case FUSION, RRF ->
                throw StoreException.wrongInput("Validation failed: cannot apply Fusion without prefetches");
            case VARIANT_NOT_SET -> byId(filter, count(stage));
            default ->
                throw new IllegalStateException(
                        "Unchecked query: " + stage.getQuery().getVariantCase());
        };
    }

    private List<Hit> byId(@Nullable Query filter, int count) throws IOException {
        return new IdOrder(view).first(filter == null ? new MatchAllDocsQuery() : filter, null, count);
    }

    private List<Hit> nearest(PrefetchQuery stage, StoredVector query, int count, @Nullable Query filter)
            throws IOException {
        Space space = view.state().space(stage.getUsing());
        if (space instanceof SparseSpace words && query instanceof SparseVector vector) {
            return new SparseSearch(view, words, vector, count, threshold(stage)).among(filter);
        }
        if (space instanceof VectorSpace dense && query instanceof StoredVector.Dense vector) {
            NearestSearch.Wanted wanted = new NearestSearch.Wanted(
                    count,
                    threshold(stage),
                    stage.getParams().getExact(),
                    Validation.count(stage.getParams().getHnswEf()));
            return new NearestSearch(view, dense, vector.components(), wanted).among(filter);
        }
        throw Space.mixedUp("sparse");
    }

    private List<Hit> diverse(PrefetchQuery stage, @Nullable Query filter) throws IOException {
        Space space = view.state().space(stage.getUsing());
        Mmr mmr = stage.getQuery().getNearestWithMmr().getMmr();
        StoredVector query =
                vectors.vector(stage, stage.getQuery().getNearestWithMmr().getNearest());
        float lambda = 1 - (mmr.hasDiversity() ? mmr.getDiversity() : DEFAULT_DIVERSITY);
        int candidates = mmr.hasCandidatesLimit() ? limited(mmr.getCandidatesLimit()) : count(stage);
        List<Hit> nearest = nearest(stage, query, candidates, filter);
        return new Diversity(space, space.prepared(query), lambda, threshold(stage))
                .choose(view, nearest, count(stage));
    }

    private static @Nullable Float threshold(PrefetchQuery stage) {
        return stage.hasScoreThreshold() ? Float.valueOf(stage.getScoreThreshold()) : null;
    }

    /** How many points a stage returns at most. */
    private int count(PrefetchQuery stage) {
        return limited(stage.hasLimit() ? stage.getLimit() : DEFAULT_LIMIT);
    }

    /** Never more than there are. */
    private int limited(long unsigned) {
        return Math.min(Validation.count(unsigned), Math.max(1, view.size()));
    }
}

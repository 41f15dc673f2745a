package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Collection;
import io.millrace.embedded.qdrant.engine.Fusion;
import io.millrace.embedded.qdrant.engine.Hit;
import io.millrace.embedded.qdrant.engine.PointKey;
import io.millrace.embedded.qdrant.engine.Store;
import io.millrace.embedded.qdrant.engine.View;
import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.Rrf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
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

    private final View view;
    private final QueryVectors vectors;
    private final Ranking ranking;

    Stages(Store store, Collection collection, View view, RandomGenerator random) {
        this.view = view;
        this.vectors = new QueryVectors(store, collection, view);
        this.ranking = new Ranking(view, vectors, random);
    }

    /** What the outermost stage finds, best first, without the points whose vectors the stages ask with. */
    List<Hit> run(PrefetchQuery outermost) throws IOException {
        return among(null, outermost);
    }

    /** The same, of the points that match a query, or of all. */
    List<Hit> among(@Nullable Query chosen, PrefetchQuery outermost) throws IOException {
        List<BytesRef> asking =
                vectors.ids(outermost).stream().map(PointKey::of).toList();
        if (asking.isEmpty()) {
            return run(outermost, chosen);
        }
        BooleanQuery.Builder others = new BooleanQuery.Builder();
        others.add(new MatchAllDocsQuery(), Occur.FILTER);
        others.add(new TermInSetQuery(PointKey.FIELD, asking), Occur.MUST_NOT);
        return run(outermost, both(chosen, others.build()));
    }

    private List<Hit> run(PrefetchQuery stage, @Nullable Query inherited) throws IOException {
        Query filter =
                both(inherited, stage.hasFilter() ? view.state().filters().query(stage.getFilter()) : null);
        if (stage.getPrefetchCount() == 0) {
            return ranking.of(stage, filter);
        }
        List<List<Hit>> found = new ArrayList<>();
        for (PrefetchQuery prefetch : stage.getPrefetchList()) {
            found.add(run(prefetch, filter));
        }
        return switch (stage.getQuery().getVariantCase()) {
            case FUSION, RRF -> first(stage, fused(stage, new Fusion(found)));
            case FORMULA ->
                first(stage, new FormulaRanking(view, stage.getQuery().getFormula()).of(found));
            default -> ranking.of(stage, points(found));
        };
    }

    private List<Hit> first(PrefetchQuery stage, List<Hit> hits) {
        return Fusion.first(hits, ranking.count(stage), Ranking.threshold(stage));
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
}

package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Diversity;
import io.millrace.embedded.qdrant.engine.Examples;
import io.millrace.embedded.qdrant.engine.Hit;
import io.millrace.embedded.qdrant.engine.IdOrder;
import io.millrace.embedded.qdrant.engine.NearestSearch;
import io.millrace.embedded.qdrant.engine.PayloadOrder;
import io.millrace.embedded.qdrant.engine.RandomSample;
import io.millrace.embedded.qdrant.engine.ScoreScan;
import io.millrace.embedded.qdrant.engine.Space;
import io.millrace.embedded.qdrant.engine.SparseSearch;
import io.millrace.embedded.qdrant.engine.SparseSpace;
import io.millrace.embedded.qdrant.engine.SparseVector;
import io.millrace.embedded.qdrant.engine.StoredVector;
import io.millrace.embedded.qdrant.engine.VectorSpace;
import io.millrace.embedded.qdrant.engine.View;
import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.Points.Mmr;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.RecommendInput;
import io.qdrant.client.grpc.Points.RecommendStrategy;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/** Ranks points by what a stage asks, whether or not prefetches chose them. */
final class Ranking {

    private static final float DEFAULT_DIVERSITY = 0.5f;

    private final View view;
    private final QueryVectors vectors;
    private final RandomGenerator random;

    Ranking(View view, QueryVectors vectors, RandomGenerator random) {
        this.view = view;
        this.vectors = vectors;
        this.random = random;
    }

    /** The points of a stage, best first, of those that match a query, or of all. */
    List<Hit> of(PrefetchQuery stage, @Nullable Query filter) throws IOException {
        return switch (stage.getQuery().getVariantCase()) {
            case NEAREST -> {
                StoredVector query = vectors.vector(stage, stage.getQuery().getNearest());
                yield nearest(stage, query, count(stage), filter);
            }
            case NEAREST_WITH_MMR -> diverse(stage, filter);
            case RECOMMEND -> recommended(stage, filter);
            case SAMPLE -> new RandomSample(view, random).of(orAll(filter), count(stage));
            case ORDER_BY -> new PayloadOrder(view, stage.getQuery().getOrderBy()).first(orAll(filter), count(stage));
            case FUSION, RRF ->
                throw StoreException.wrongInput("Validation failed: cannot apply Fusion without prefetches");
            case FORMULA ->
                throw StoreException.wrongInput("Validation failed: cannot apply Formula without prefetches");
            case VARIANT_NOT_SET -> new IdOrder(view).first(orAll(filter), null, count(stage));
            default ->
                throw new IllegalStateException(
                        "Unchecked query: " + stage.getQuery().getVariantCase());
        };
    }

    private static Query orAll(@Nullable Query filter) {
        return filter == null ? new MatchAllDocsQuery() : filter;
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
        // Dense candidates have passed it; as distances it would be compared with the negative ones of Diversity.
        Float threshold = space instanceof SparseSpace ? threshold(stage) : null;
        return new Diversity(space, space.prepared(query), lambda, threshold).choose(view, nearest, count(stage));
    }

    private List<Hit> recommended(PrefetchQuery stage, @Nullable Query filter) throws IOException {
        Space space = view.state().space(stage.getUsing());
        RecommendInput input = stage.getQuery().getRecommend();
        Examples examples = new Examples(
                space,
                vectors.vectors(stage, input.getPositiveList()),
                vectors.vectors(stage, input.getNegativeList()));
        boolean average = input.getStrategy() == RecommendStrategy.AverageVector;
        if (average && examples.positive().isEmpty()) {
            throw StoreException.badRequest("Positive vectors should not be empty with `average` strategy");
        }
        if (examples.positive().isEmpty() && examples.negative().isEmpty()) {
            throw StoreException.badRequest("At least one positive or negative vector ID required with this strategy");
        }
        return switch (input.getStrategy()) {
            case AverageVector -> nearest(stage, examples.average(), count(stage), filter);
            case BestScore -> scanned(stage, space, examples.byBest(), filter);
            case SumScores -> scanned(stage, space, examples.bySum(), filter);
            case UNRECOGNIZED ->
                throw StoreException.invalid("Unknown recommend strategy: " + input.getStrategyValue());
        };
    }

    private List<Hit> scanned(PrefetchQuery stage, Space space, ScoreScan.Scoring scoring, @Nullable Query filter)
            throws IOException {
        return new ScoreScan(view, space, scoring, count(stage), threshold(stage)).among(filter);
    }

    static @Nullable Float threshold(PrefetchQuery stage) {
        return stage.hasScoreThreshold() ? Float.valueOf(stage.getScoreThreshold()) : null;
    }

    /** How many points a stage returns at most. */
    int count(PrefetchQuery stage) {
        return limited(stage.hasLimit() ? stage.getLimit() : Stages.DEFAULT_LIMIT);
    }

    /** Never more than there are. */
    private int limited(long unsigned) {
        return Math.min(Validation.count(unsigned), Math.max(1, view.size()));
    }
}

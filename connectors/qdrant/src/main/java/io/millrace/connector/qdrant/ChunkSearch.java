package io.millrace.connector.qdrant;

import io.millrace.embed.Vector;
import io.millrace.failure.RejectedException;
import io.millrace.index.ChunkFields;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.ChunkQuery.Blend;
import io.millrace.retrieve.Likeness;
import io.qdrant.client.ConditionFactory;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.Fusion;
import io.qdrant.client.grpc.Points.Mmr;
import io.qdrant.client.grpc.Points.NearestInputWithMmr;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.QueryPointGroups;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.RecommendInput;
import io.qdrant.client.grpc.Points.RecommendStrategy;
import io.qdrant.client.grpc.Points.Rrf;
import io.qdrant.client.grpc.Points.SparseVector;
import io.qdrant.client.grpc.Points.VectorInput;
import io.qdrant.client.grpc.Points.WithPayloadSelector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A search in Qdrant's terms: one request, whatever is blended and chosen in it. */
final class ChunkSearch {
    private static final WithPayloadSelector ALL_PAYLOAD =
            WithPayloadSelector.newBuilder().setEnable(true).build();

    private final Target target;
    private final ChunkQuery query;
    private final @Nullable SparseVector words;
    private final @Nullable Filter filter;

    /**
     * A search.
     *
     * @param chunksOnly whether points that aren't chunks are to be passed over
     * @throws RejectedException when the collection can't be searched so
     */
    ChunkSearch(Target target, ChunkQuery query, boolean chunksOnly) {
        this.target = target;
        this.query = query;
        this.words = words(target, query);
        this.filter = filter(query, chunksOnly);
    }

    /** Whether nothing can be found: only words are looked for, and none of them counts. */
    boolean isEmpty() {
        return query.vector() == null && words == null && query.likeness() == null;
    }

    /** The search, where each chunk counts. */
    QueryPoints points() {
        QueryPoints.Builder request = QueryPoints.newBuilder()
                .setCollectionName(target.collection())
                .setLimit(query.limit())
                .setWithPayload(ALL_PAYLOAD);
        PrefetchQuery plan = plan();
        plan.getPrefetchList().forEach(request::addPrefetch);
        request.setQuery(plan.getQuery());
        if (plan.hasUsing()) {
            request.setUsing(plan.getUsing());
        }
        if (plan.hasFilter()) {
            request.setFilter(plan.getFilter());
        }
        if (plan.hasScoreThreshold()) {
            request.setScoreThreshold(plan.getScoreThreshold());
        }
        return request.build();
    }

    /** The search, where the best chunk of each document counts. */
    QueryPointGroups documents() {
        QueryPointGroups.Builder request = QueryPointGroups.newBuilder()
                .setCollectionName(target.collection())
                .setGroupBy(ChunkFields.DOCUMENT_ID)
                .setGroupSize(1)
                .setLimit(query.limit())
                .setWithPayload(ALL_PAYLOAD);
        PrefetchQuery plan = plan();
        plan.getPrefetchList().forEach(request::addPrefetch);
        request.setQuery(plan.getQuery());
        if (plan.hasUsing()) {
            request.setUsing(plan.getUsing());
        }
        if (plan.hasFilter()) {
            request.setFilter(plan.getFilter());
        }
        if (plan.hasScoreThreshold()) {
            request.setScoreThreshold(plan.getScoreThreshold());
        }
        return request.build();
    }

    /** What is asked at the top, as if it were a part: both of Qdrant's requests have its fields. */
    private PrefetchQuery plan() {
        Vector vector = query.vector();
        PrefetchQuery.Builder plan;
        Likeness likeness = query.likeness();
        if (likeness != null) {
            plan = list(
                    Query.newBuilder().setRecommend(recommend(likeness)),
                    target.vector().name());
        } else if (vector == null) {
            plan = list(nearest(words), WordVectors.NAME);
        } else if (words == null) {
            plan = list(nearest(vector), target.vector().name());
        } else {
            plan = blended(vector, words);
        }
        Double diversity = query.diversity();
        if (diversity != null && vector != null) {
            plan = diverse(plan, vector, diversity);
        }
        Double minScore = query.minScore();
        if (minScore != null) {
            boolean blended = plan.getQuery().hasFusion() || plan.getQuery().hasRrf();
            // Of nearest ones Qdrant leaves out a score that only equals the threshold; here the least one that counts
            // counts.
            plan.setScoreThreshold(blended ? minScore.floatValue() : Math.nextDown(minScore.floatValue()));
        }
        return plan.build();
    }

    private PrefetchQuery.Builder blended(Vector vector, SparseVector sparse) {
        Blend blend = query.blend();
        long candidates = Math.max(blend.candidates(), query.limit());
        PrefetchQuery.Builder plan = PrefetchQuery.newBuilder()
                .addPrefetch(list(nearest(vector), target.vector().name()).setLimit(candidates))
                .addPrefetch(list(nearest(sparse), WordVectors.NAME).setLimit(candidates));
        return blend.vector() == blend.words()
                // Weights came with Qdrant 1.17.
                ? plan.setQuery(Query.newBuilder().setFusion(Fusion.RRF))
                : plan.setQuery(Query.newBuilder()
                        .setRrf(Rrf.newBuilder()
                                .addWeights((float) blend.vector())
                                .addWeights((float) blend.words())));
    }

    private PrefetchQuery.Builder diverse(PrefetchQuery.Builder plan, Vector vector, double diversity) {
        int candidates = Math.max(query.blend().candidates(), query.limit());
        Mmr mmr = Mmr.newBuilder()
                .setDiversity((float) diversity)
                .setCandidatesLimit(candidates)
                .build();
        PrefetchQuery.Builder choice = PrefetchQuery.newBuilder()
                .setQuery(Query.newBuilder()
                        .setNearestWithMmr(NearestInputWithMmr.newBuilder()
                                .setNearest(dense(vector))
                                .setMmr(mmr)));
        use(choice, target.vector().name());
        if (plan.getPrefetchCount() > 0) {
            return choice.addPrefetch(plan.setLimit(candidates));
        }
        return filter == null ? choice : choice.setFilter(filter);
    }

    private PrefetchQuery.Builder list(VectorInput nearest, String vector) {
        return list(Query.newBuilder().setNearest(nearest), vector);
    }

    private PrefetchQuery.Builder list(Query.Builder ranked, String vector) {
        PrefetchQuery.Builder list = PrefetchQuery.newBuilder().setQuery(ranked);
        use(list, vector);
        return filter == null ? list : list.setFilter(filter);
    }

    private static void use(PrefetchQuery.Builder list, String vector) {
        if (!vector.isEmpty()) {
            list.setUsing(vector);
        }
    }

    private static VectorInput nearest(Vector vector) {
        return dense(vector);
    }

    private static VectorInput nearest(@Nullable SparseVector words) {
        return VectorInput.newBuilder()
                .setSparse(words == null ? SparseVector.getDefaultInstance() : words)
                .build();
    }

    private static RecommendInput recommend(Likeness likeness) {
        return RecommendInput.newBuilder()
                .addAllPositive(examples(likeness.positive()))
                .addAllNegative(examples(likeness.negative()))
                .setStrategy(
                        switch (likeness.strategy()) {
                            case AVERAGE_VECTOR -> RecommendStrategy.AverageVector;
                            case BEST_SCORE -> RecommendStrategy.BestScore;
                            case SUM_SCORES -> RecommendStrategy.SumScores;
                        })
                .build();
    }

    /** By id where the vector is in the collection: Qdrant reads it there, and leaves the chunk out of what is found. */
    private static List<VectorInput> examples(Likeness.Side side) {
        List<VectorInput> examples = new ArrayList<>();
        side.chunks()
                .forEach(id -> examples.add(VectorInput.newBuilder()
                        .setId(PointId.newBuilder().setUuid(id))
                        .build()));
        side.vectors().forEach(vector -> examples.add(dense(vector)));
        return examples;
    }

    private static VectorInput dense(Vector vector) {
        return VectorInput.newBuilder().setDense(ChunkPoints.dense(vector)).build();
    }

    private static @Nullable SparseVector words(Target target, ChunkQuery query) {
        if (query.words() == null) {
            return null;
        }
        WordVectors words = target.words();
        if (words == null) {
            throw new RejectedException(
                    "no-sparse-vectors",
                    ("Collection '%s' was made without sparse vectors, so its chunks can't be found by their words: search"
                                    + " by the vector alone, or ingest into a new collection with sparse.language set")
                            .formatted(target.collection()));
        }
        SparseVector sparse = words.query(query.words());
        return sparse.getIndicesCount() == 0 ? null : sparse;
    }

    private static @Nullable Filter filter(ChunkQuery query, boolean chunksOnly) {
        Filter filter = QdrantFilters.translate(query.filter());
        if (!chunksOnly) {
            return filter;
        }
        Filter.Builder chunks = Target.millraces();
        return filter == null
                ? chunks.build()
                : chunks.addMust(ConditionFactory.filter(filter)).build();
    }
}

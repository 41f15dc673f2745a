package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.hnsw.FlatVectorsScorer;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.hnsw.RandomAccessVectorValues;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;

/** Lucene's own scorer, which a graph being built asks once per node; there it can be interrupted. */
final class AbortableScorer implements FlatVectorsScorer {

    private final FlatVectorsScorer scorer = FlatVectorScorerUtil.getLucene99FlatVectorsScorer();
    private final Abort abort;

    AbortableScorer(Abort abort) {
        this.abort = abort;
    }

    @Override
    public RandomVectorScorerSupplier getRandomVectorScorerSupplier(
            VectorSimilarityFunction similarity, RandomAccessVectorValues vectors) throws IOException {
        return abortable(scorer.getRandomVectorScorerSupplier(similarity, vectors));
    }

    private RandomVectorScorerSupplier abortable(RandomVectorScorerSupplier supplier) {
        return new RandomVectorScorerSupplier() {
            @Override
            public RandomVectorScorer scorer(int node) throws IOException {
                abort.check();
                return supplier.scorer(node);
            }

            @Override
            public RandomVectorScorerSupplier copy() throws IOException {
                return abortable(supplier.copy());
            }
        };
    }

    @Override
    public RandomVectorScorer getRandomVectorScorer(
            VectorSimilarityFunction similarity, RandomAccessVectorValues vectors, float[] target) throws IOException {
        return scorer.getRandomVectorScorer(similarity, vectors, target);
    }

    @Override
    public RandomVectorScorer getRandomVectorScorer(
            VectorSimilarityFunction similarity, RandomAccessVectorValues vectors, byte[] target) throws IOException {
        return scorer.getRandomVectorScorer(similarity, vectors, target);
    }

    @Override
    public String toString() {
        return scorer.toString();
    }
}

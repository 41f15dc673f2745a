package io.millrace.embedded.qdrant.filter;

import io.millrace.embedded.qdrant.payload.StoredPayload;
import io.qdrant.client.grpc.Common.Condition;
import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/**
 * A condition that the term index can only narrow down: the candidates come from an indexed query, and each one's
 * payload is decoded and tried. Equal conditions are equal queries, so Lucene caches the answer per segment.
 */
final class PayloadQuery extends Query {

    private static final float COST_OF_DECODING = 1000f;

    private final Query candidates;
    private final Condition condition;
    private final TextIndexes textIndexes;
    private final PayloadFilter.Test test;

    PayloadQuery(Query candidates, Condition condition, TextIndexes textIndexes) {
        this.candidates = candidates;
        this.condition = condition;
        this.textIndexes = textIndexes;
        this.test = new PayloadFilter("", textIndexes).test(condition);
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) throws IOException {
        Weight narrowed = searcher.createWeight(searcher.rewrite(candidates), ScoreMode.COMPLETE_NO_SCORES, boost);
        return new ConstantScoreWeight(this, boost) {
            @Override
            public @Nullable Scorer scorer(LeafReaderContext leaf) throws IOException {
                Scorer scorer = narrowed.scorer(leaf);
                return scorer == null
                        ? null
                        : new ConstantScoreScorer(this, score(), scoreMode, verified(scorer, leaf));
            }

            @Override
            public boolean isCacheable(LeafReaderContext leaf) {
                return true;
            }
        };
    }

    private TwoPhaseIterator verified(Scorer scorer, LeafReaderContext leaf) throws IOException {
        BinaryDocValues payloads = DocValues.getBinary(leaf.reader(), StoredPayload.FIELD);
        return new TwoPhaseIterator(scorer.iterator()) {
            @Override
            public boolean matches() throws IOException {
                return test.matches(StoredPayload.read(payloads, approximation.docID()));
            }

            @Override
            public float matchCost() {
                return COST_OF_DECODING;
            }
        };
    }

    @Override
    public String toString(String field) {
        return "payload(" + candidates.toString(field) + ")";
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PayloadQuery that
                && candidates.equals(that.candidates)
                && condition.equals(that.condition)
                && textIndexes.equals(that.textIndexes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(candidates, condition, textIndexes);
    }
}

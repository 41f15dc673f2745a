package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/** Finds the points whose vectors have the largest scores, by comparing all of them. */
public final class ScoreScan {

    /** The score of a prepared vector; larger is better. */
    public interface Scoring {
        float score(StoredVector vector);
    }

    private final View view;
    private final Space space;
    private final Scoring scoring;
    private final TopHits best;

    /**
     * @param count at most this many points
     * @param threshold only scores above this one, or null
     */
    public ScoreScan(View view, Space space, Scoring scoring, int count, @Nullable Float threshold) {
        this.view = view;
        this.space = space;
        this.scoring = scoring;
        this.best = new TopHits(view, count, threshold == null ? Float.NEGATIVE_INFINITY : threshold);
    }

    /** The points of the largest scores, best first; equal ones in the order of ids. */
    public List<Hit> among(@Nullable Query filter) throws IOException {
        BooleanQuery.Builder having = new BooleanQuery.Builder().add(space.exists(), Occur.FILTER);
        if (filter != null) {
            having.add(filter, Occur.FILTER);
        }
        Weight weight = view.weight(having.build());
        for (LeafReaderContext leaf : view.leaves()) {
            FixedBitSet matching = View.matching(leaf, weight);
            DocIdSetIterator documents = new BitSetIterator(matching, matching.length());
            Space.Vectors vectors = space.vectors(leaf.reader());
            int document = documents.nextDoc();
            while (document != DocIdSetIterator.NO_MORE_DOCS) {
                StoredVector vector = vectors.at(document);
                if (vector != null) {
                    float score = scoring.score(vector);
                    best.offer(leaf, document, score, score);
                }
                document = documents.nextDoc();
            }
        }
        return best.hits();
    }
}

package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the points nearest to a vector. A segment with a graph is searched through it, unless so few of its points
 * match the filter that comparing them all is cheaper; all others are compared one by one. Scores are always computed
 * from the stored vectors.
 */
public final class NearestSearch {

    /** Candidates that a search through a graph keeps, when the request names no number: Qdrant's ef_construct. */
    private static final int CANDIDATES = 128;
    /** Comparisons that a search through a graph needs per candidate, as far as the choice is concerned. */
    private static final long COMPARISONS_PER_CANDIDATE = 20;

    private final View view;
    private final VectorSpace space;
    private final float[] query;
    private final Wanted wanted;
    private final TopHits best;

    /**
     * What to return.
     *
     * @param count at most this many points
     * @param threshold only scores strictly better than this one, or null
     * @param exact compare every point
     * @param candidates for a search through a graph, 0 for the default
     */
    public record Wanted(int count, @Nullable Float threshold, boolean exact, int candidates) {}

    public NearestSearch(View view, VectorSpace space, float[] query, Wanted wanted) {
        this.view = view;
        this.space = space;
        this.query = space.prepared(query);
        this.wanted = wanted;
        Float threshold = wanted.threshold();
        float least = threshold == null ? Float.NEGATIVE_INFINITY : space.rank(threshold);
        this.best = new TopHits(view, wanted.count(), least);
    }

    /** The nearest points, best first; equal scores in the order of ids. */
    public List<Hit> among(@Nullable Query filter) throws IOException {
        Weight weight = filter == null ? null : view.weight(filter);
        for (LeafReaderContext leaf : view.leaves()) {
            search(leaf, weight);
        }
        return best.hits();
    }

    private void search(LeafReaderContext leaf, @Nullable Weight filter) throws IOException {
        FloatVectorValues vectors = leaf.reader().getFloatVectorValues(space.field());
        if (vectors == null) {
            return;
        }
        if (filter == null) {
            Bits live = leaf.reader().getLiveDocs();
            if (!throughGraph(leaf, live, leaf.reader().numDocs())) {
                compareAll(leaf, vectors, live);
            }
            return;
        }
        FixedBitSet matching = View.matching(leaf, filter);
        int count = matching.cardinality();
        if (count > 0 && !throughGraph(leaf, matching, count)) {
            compare(leaf, vectors, new BitSetIterator(matching, count));
        }
    }

    /** Searches a segment's graph; false when it has none, or when comparing all is cheaper. */
    private boolean throughGraph(LeafReaderContext leaf, @Nullable Bits accepted, int count) throws IOException {
        int candidates = Math.max(wanted.candidates() > 0 ? wanted.candidates() : CANDIDATES, wanted.count());
        // A graph search visits about (comparisons per candidate x candidates x all / matching) points.
        long visits = COMPARISONS_PER_CANDIDATE * candidates * leaf.reader().maxDoc() / Math.max(1, count);
        if (wanted.exact() || !space.canHaveGraph() || !PointIndex.hasGraph(leaf) || visits >= count) {
            return false;
        }
        TopKnnCollector nearest = new TopKnnCollector(candidates, count);
        leaf.reader().searchNearestVectors(space.field(), query, nearest, accepted);
        if (nearest.earlyTerminated()) {
            return false;
        }
        ScoreDoc[] documents = nearest.topDocs().scoreDocs;
        Arrays.sort(documents, Comparator.comparingInt(document -> document.doc));
        FloatVectorValues vectors = leaf.reader().getFloatVectorValues(space.field());
        for (ScoreDoc document : documents) {
            if (vectors.advance(document.doc) == document.doc) {
                offer(leaf, document.doc, vectors.vectorValue());
            }
        }
        return true;
    }

    private void compareAll(LeafReaderContext leaf, FloatVectorValues vectors, @Nullable Bits live) throws IOException {
        int document = vectors.nextDoc();
        while (document != DocIdSetIterator.NO_MORE_DOCS) {
            if (live == null || live.get(document)) {
                offer(leaf, document, vectors.vectorValue());
            }
            document = vectors.nextDoc();
        }
    }

    private void compare(LeafReaderContext leaf, FloatVectorValues vectors, DocIdSetIterator documents)
            throws IOException {
        int document = documents.nextDoc();
        while (document != DocIdSetIterator.NO_MORE_DOCS) {
            int next = vectors.docID() < document ? vectors.advance(document) : vectors.docID();
            if (next == document) {
                offer(leaf, document, vectors.vectorValue());
                document = documents.nextDoc();
            } else if (next == DocIdSetIterator.NO_MORE_DOCS) {
                return;
            } else {
                document = documents.advance(next);
            }
        }
    }

    private void offer(LeafReaderContext leaf, int document, float[] vector) {
        float score = space.score(query, vector);
        best.offer(leaf, document, score, space.rank(score));
    }
}

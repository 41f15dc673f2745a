package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the points with the largest dot product with a sparse vector, among those that share an index with it. It goes
 * through the postings of the query's indices, a window of documents at a time. With inverse document frequencies, the
 * weight of an index of the query is multiplied by ln(1 + (n - df + 0.5) / (df + 0.5)), where n points have the vector
 * and df of them have the index.
 */
public final class SparseSearch {

    /** Documents whose scores are summed at a time. */
    private static final int WINDOW = 8192;

    private final View view;
    private final SparseSpace space;
    private final SparseVector query;
    private final TopHits best;
    private final float[] scores = new float[WINDOW];

    /** The postings of one of the query's indices in a segment, and the query's weight. */
    private record Cursor(PostingsEnum postings, float weight) {}

    /**
     * @param query prepared
     * @param count at most this many points
     * @param threshold only scores above this one, or null
     */
    public SparseSearch(View view, SparseSpace space, SparseVector query, int count, @Nullable Float threshold) {
        this.view = view;
        this.space = space;
        this.query = query;
        this.best = new TopHits(view, count, threshold == null ? Float.NEGATIVE_INFINITY : threshold);
    }

    /** The points of the largest products, best first; equal ones in the order of ids. */
    public List<Hit> among(@Nullable Query filter) throws IOException {
        float[] weights = weights();
        Weight weight = filter == null ? null : view.weight(filter);
        for (LeafReaderContext leaf : view.leaves()) {
            List<Cursor> cursors = cursors(leaf, weights);
            if (!cursors.isEmpty()) {
                Bits accepted = weight == null ? leaf.reader().getLiveDocs() : View.matching(leaf, weight);
                search(leaf, cursors, accepted);
            }
        }
        return best.hits();
    }

    private float[] weights() throws IOException {
        float[] weights = new float[query.size()];
        float points = space.idf() ? count(SparseSpace.MARK) : 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = query.weight(i);
            if (space.idf()) {
                float frequency = count(SparseSpace.term(query.index(i)));
                weights[i] *= (float) Math.log((points - frequency + 0.5f) / (frequency + 0.5f) + 1f);
            }
        }
        return weights;
    }

    /** How many points have a term. */
    private long count(BytesRef term) throws IOException {
        long count = 0;
        for (LeafReaderContext leaf : view.leaves()) {
            TermsEnum terms = View.seek(leaf, space.postings(), term);
            if (terms != null) {
                Bits live = leaf.reader().getLiveDocs();
                count += live == null ? terms.docFreq() : count(terms.postings(null, PostingsEnum.NONE), live);
            }
        }
        return count;
    }

    private static long count(PostingsEnum postings, Bits live) throws IOException {
        long count = 0;
        int document = postings.nextDoc();
        while (document != DocIdSetIterator.NO_MORE_DOCS) {
            count += live.get(document) ? 1 : 0;
            document = postings.nextDoc();
        }
        return count;
    }

    private List<Cursor> cursors(LeafReaderContext leaf, float[] weights) throws IOException {
        List<Cursor> cursors = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            TermsEnum terms = View.seek(leaf, space.postings(), SparseSpace.term(query.index(i)));
            if (terms != null) {
                PostingsEnum postings = terms.postings(null, PostingsEnum.PAYLOADS);
                postings.nextDoc();
                cursors.add(new Cursor(postings, weights[i]));
            }
        }
        return cursors;
    }

    private void search(LeafReaderContext leaf, List<Cursor> cursors, @Nullable Bits accepted) throws IOException {
        FixedBitSet touched = new FixedBitSet(WINDOW);
        int start = next(cursors);
        while (start != DocIdSetIterator.NO_MORE_DOCS) {
            int end = (int) Math.min((long) start + WINDOW, leaf.reader().maxDoc());
            Arrays.fill(scores, 0);
            for (Cursor cursor : cursors) {
                add(cursor, start, end, touched);
            }
            int found = touched.nextSetBit(0);
            while (found != DocIdSetIterator.NO_MORE_DOCS) {
                if (accepted == null || accepted.get(start + found)) {
                    best.offer(leaf, start + found, scores[found], scores[found]);
                }
                found = found + 1 < WINDOW ? touched.nextSetBit(found + 1) : DocIdSetIterator.NO_MORE_DOCS;
            }
            touched.clear();
            start = next(cursors);
        }
    }

    private static int next(List<Cursor> cursors) {
        int next = DocIdSetIterator.NO_MORE_DOCS;
        for (Cursor cursor : cursors) {
            next = Math.min(next, cursor.postings().docID());
        }
        return next;
    }

    private void add(Cursor cursor, int start, int end, FixedBitSet touched) throws IOException {
        PostingsEnum postings = cursor.postings();
        int document = postings.docID();
        while (document < end) {
            postings.nextPosition();
            scores[document - start] += cursor.weight() * SparseTokens.weight(postings.getPayload());
            touched.set(document - start);
            document = postings.nextDoc();
        }
    }
}

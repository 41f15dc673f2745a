package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The best points of a search so far. Equal scores are in the order of ids. */
final class TopHits {

    /** A point that may be among the best. Its id is read only when another has the same rank, and at the end. */
    private final class Found {
        private final Location location;
        private final float score;
        private final float rank;
        private @Nullable BytesRef key;

        Found(Location location, float score, float rank) {
            this.location = location;
            this.score = score;
            this.rank = rank;
        }

        BytesRef key() {
            BytesRef known = key;
            if (known == null) {
                try {
                    known = view.key(location);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                key = known;
            }
            return known;
        }
    }

    private final View view;
    private final int count;
    private final float threshold;
    private final Comparator<Found> worstFirst;
    private final PriorityQueue<Found> best;

    /**
     * @param count at most this many points
     * @param threshold only ranks above this one
     */
    TopHits(View view, int count, float threshold) {
        this.view = view;
        this.count = count;
        this.threshold = threshold;
        this.worstFirst = (one, other) -> {
            int byRank = Float.compare(one.rank, other.rank);
            return byRank != 0 ? byRank : other.key().compareTo(one.key());
        };
        this.best = new PriorityQueue<>(worstFirst);
    }

    /**
     * Takes a point into account.
     *
     * @param rank the score, turned so that larger is better
     */
    void offer(LeafReaderContext leaf, int document, float score, float rank) {
        Found worst = best.size() < count ? null : best.peek();
        if (!(rank > threshold) || (worst != null && rank < worst.rank)) {
            return;
        }
        Found found = new Found(new Location(leaf, document), score, rank);
        if (worst == null) {
            best.add(found);
        } else if (worstFirst.compare(worst, found) < 0) {
            best.poll();
            best.add(found);
        }
    }

    /** The points, best first. */
    List<Hit> hits() {
        List<Found> ordered = new ArrayList<>(best);
        ordered.sort(worstFirst.reversed());
        List<Hit> hits = new ArrayList<>(ordered.size());
        for (Found found : ordered) {
            hits.add(new Hit(found.location, found.key(), found.score));
        }
        return hits;
    }
}

package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maximal marginal relevance, as Qdrant computes it: after the nearest candidate, the one with the largest
 * lambda * similarity to the query - (1 - lambda) * largest similarity to those chosen before. Similarities are those
 * of the vectors, without inverse document frequencies.
 *
 * @param query prepared
 * @param lambda 1 is relevance alone, 0 is diversity alone
 * @param threshold after the first, only candidates at least so similar to the query, or null
 */
public record Diversity(
        Space space,
        StoredVector query,
        float lambda,
        @Nullable Float threshold) {

    private record Candidate(Hit hit, StoredVector vector) {}

    /**
     * The candidates chosen, in the order of choice; their scores are their similarities to the query. Of equal ones
     * the earlier candidate is chosen.
     */
    public List<Hit> choose(View view, List<Hit> hits, int count) throws IOException {
        List<Candidate> rest = new ArrayList<>();
        for (Hit hit : hits) {
            StoredVector vector = view.vector(hit.location(), space);
            if (vector != null) {
                rest.add(new Candidate(hit.withScore(space.similarity(query, vector)), vector));
            }
        }
        float[] nearestChosen = new float[rest.size()];
        List<Hit> chosen = new ArrayList<>();
        boolean[] gone = new boolean[rest.size()];
        int next = best(rest, gone, nearestChosen, 1, null);
        while (next >= 0 && chosen.size() < count) {
            gone[next] = true;
            for (int i = 0; i < nearestChosen.length; i++) {
                float similarity = gone[i]
                        ? 0
                        : space.similarity(rest.get(i).vector(), rest.get(next).vector());
                nearestChosen[i] = chosen.isEmpty() ? similarity : Math.max(nearestChosen[i], similarity);
            }
            chosen.add(rest.get(next).hit());
            next = best(rest, gone, nearestChosen, lambda, threshold);
        }
        return chosen;
    }

    private static int best(
            List<Candidate> candidates,
            boolean[] gone,
            float[] nearestChosen,
            float lambda,
            @Nullable Float threshold) {
        int best = -1;
        float highest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < gone.length; i++) {
            float relevance = candidates.get(i).hit().score();
            float marginal = lambda * relevance - (1 - lambda) * nearestChosen[i];
            if (!gone[i] && !(threshold != null && relevance < threshold) && marginal > highest) {
                best = i;
                highest = marginal;
            }
        }
        return best;
    }
}

package io.millrace.embedded.qdrant.engine;

import io.millrace.embedded.qdrant.failure.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Makes one list of several, each best first. Qdrant's formulas, in its single precision and order of summing. */
public final class Fusion {

    /** What reciprocal rank fusion adds to a rank when the request does not say. */
    public static final int DEFAULT_RANK_CONSTANT = 2;

    private static final float DEVIATIONS = 3;
    private static final float MIDDLE = 0.5f;

    private final List<List<Hit>> lists;

    public Fusion(List<List<Hit>> lists) {
        this.lists = List.copyOf(lists);
    }

    /**
     * Reciprocal rank fusion: 1 / ((rank + 1) / weight + constant - 1), ranks counted from 0, summed over the lists. A
     * list whose weight is not positive adds nothing to the points in it.
     *
     * @param constant what the first of a list is divided by
     * @param weights one for each list, or none for equal ones
     */
    public List<Hit> byReciprocalRank(int constant, List<Float> weights) {
        if (!weights.isEmpty() && weights.size() != lists.size()) {
            throw StoreException.wrongInput(
                    "Validation failed: Number of weights in RRF should match number of pre-fetches: got %d, expected %d"
                            .formatted(weights.size(), lists.size()));
        }
        List<List<Hit>> scored = new ArrayList<>();
        for (int i = 0; i < lists.size(); i++) {
            List<Hit> list = new ArrayList<>();
            float weight = weights.isEmpty() ? 1 : weights.get(i);
            for (int rank = 0; rank < lists.get(i).size(); rank++) {
                float divisor = (rank + 1) / weight + Integer.toUnsignedLong(constant) - 1;
                list.add(lists.get(i).get(rank).withScore(weight > 0 ? 1 / divisor : 0));
            }
            scored.add(list);
        }
        return sum(scored);
    }

    /**
     * Distribution-based score fusion: scores go to 0 at three standard deviations (of a sample) below the list's mean
     * and to 1 at three above, and are summed. In a list of one point, or of equal scores, they go to a half.
     */
    public List<Hit> byDistribution() {
        return sum(lists.stream().map(Fusion::normalized).toList());
    }

    private static List<Hit> normalized(List<Hit> list) {
        float mean = 0;
        float squares = 0;
        // Welford's method, which is what Qdrant's last digits come from.
        for (int i = 0; i < list.size(); i++) {
            float before = list.get(i).score() - mean;
            mean += before / (i + 1);
            squares += before * (list.get(i).score() - mean);
        }
        float reach = list.size() < 2 ? 0 : DEVIATIONS * (float) Math.sqrt(squares / (list.size() - 1f));
        float least = mean - reach;
        float most = mean + reach;
        return list.stream()
                .map(hit -> hit.withScore(least == most ? MIDDLE : (hit.score() - least) / (most - least)))
                .toList();
    }

    private static List<Hit> sum(List<List<Hit>> lists) {
        Map<BytesRef, Hit> byKey = new HashMap<>();
        for (List<Hit> list : lists) {
            for (Hit hit : list) {
                byKey.merge(hit.key(), hit, (one, other) -> one.withScore(one.score() + other.score()));
            }
        }
        List<Hit> fused = new ArrayList<>(byKey.values());
        fused.sort(Comparator.comparingDouble(Hit::score).reversed().thenComparing(Hit::key));
        return fused;
    }

    /** The first of a list whose scores reach a threshold, which itself is enough. */
    public static List<Hit> first(List<Hit> hits, int count, @Nullable Float threshold) {
        List<Hit> first = new ArrayList<>();
        for (Hit hit : hits) {
            if (first.size() == count || (threshold != null && !(hit.score() >= threshold))) {
                break;
            }
            first.add(hit);
        }
        return first;
    }
}

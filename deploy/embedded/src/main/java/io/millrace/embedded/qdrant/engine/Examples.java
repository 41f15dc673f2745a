package io.millrace.embedded.qdrant.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * Vectors to be near to and vectors to be far from, and the ways in which Qdrant makes one score of them. Immutable as
 * long as the lists are.
 *
 * @param positive as they were given or stored
 * @param negative as they were given or stored
 */
public record Examples(Space space, List<StoredVector> positive, List<StoredVector> negative) {

    /** The average of the positive ones, moved by its difference from that of the negative ones. */
    public StoredVector average() {
        StoredVector towards = average(positive);
        if (negative.isEmpty()) {
            return towards;
        }
        return combined(towards, average(negative), (near, far) -> near + near - far);
    }

    /**
     * The similarity to the nearest example, squashed to 0..1, and negative when that example is a negative one.
     */
    public ScoreScan.Scoring byBest() {
        List<StoredVector> near = positive.stream().map(space::prepared).toList();
        List<StoredVector> far = negative.stream().map(space::prepared).toList();
        return vector -> {
            float nearest = highest(near, vector);
            float farthest = highest(far, vector);
            return nearest > farthest ? squashed(nearest) : -squashed(farthest);
        };
    }

    /** The similarities to the positive ones, less those to the negative ones. */
    public ScoreScan.Scoring bySum() {
        List<StoredVector> near = positive.stream().map(space::prepared).toList();
        List<StoredVector> far = negative.stream().map(space::prepared).toList();
        return vector -> sum(near, vector) - sum(far, vector);
    }

    private float highest(List<StoredVector> examples, StoredVector vector) {
        float highest = Float.NEGATIVE_INFINITY;
        for (StoredVector example : examples) {
            highest = Math.max(highest, space.similarity(example, vector));
        }
        return highest;
    }

    private float sum(List<StoredVector> examples, StoredVector vector) {
        float sum = 0;
        for (StoredVector example : examples) {
            sum += space.similarity(example, vector);
        }
        return sum;
    }

    /** Qdrant's fast sigmoid, scaled to 0..1. */
    private static float squashed(float similarity) {
        return 0.5f * (similarity / (1 + Math.abs(similarity)) + 1);
    }

    private StoredVector average(List<StoredVector> vectors) {
        StoredVector sum = vectors.get(0);
        for (StoredVector vector : vectors) {
            space.prepared(vector); // Refuses what does not fit, before its components are counted on.
        }
        for (StoredVector vector : vectors.subList(1, vectors.size())) {
            sum = combined(sum, vector, Float::sum);
        }
        float count = vectors.size();
        return combined(sum, sum, (component, same) -> component / count);
    }

    private static StoredVector combined(StoredVector one, StoredVector other, BinaryOperator<Float> each) {
        if (one instanceof SparseVector first && other instanceof SparseVector second) {
            Map<Integer, Float> sum = new TreeMap<>();
            for (int i = 0; i < first.size(); i++) {
                sum.put(first.index(i), each.apply(first.weight(i), second.weightOf(first.index(i))));
            }
            for (int i = 0; i < second.size(); i++) {
                sum.putIfAbsent(second.index(i), each.apply(0f, second.weight(i)));
            }
            return SparseVector.of(new ArrayList<>(sum.keySet()), new ArrayList<>(sum.values()));
        }
        float[] first = ((StoredVector.Dense) one).components();
        float[] second = ((StoredVector.Dense) other).components();
        float[] combined = new float[first.length];
        for (int i = 0; i < combined.length; i++) {
            combined[i] = each.apply(first[i], second[i]);
        }
        return new StoredVector.Dense(combined);
    }
}

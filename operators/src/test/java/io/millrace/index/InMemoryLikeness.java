package io.millrace.index;

import io.millrace.embed.Distance;
import io.millrace.embed.Vector;
import io.millrace.retrieve.Likeness;
import io.millrace.retrieve.ScoredChunk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** What is like examples, straight from Qdrant's formulas. For distances where near is large. */
final class InMemoryLikeness {
    private InMemoryLikeness() {}

    static List<ScoredChunk> alike(
            List<InMemoryIndex.Entry> all, List<InMemoryIndex.Entry> matching, Distance distance, Likeness likeness) {
        List<Vector> near = vectors(all, likeness.positive());
        List<Vector> far = vectors(all, likeness.negative());
        ToDoubleFunction<Vector> score = switch (likeness.strategy()) {
            case AVERAGE_VECTOR -> {
                Vector target = far.isEmpty() ? mean(near) : plus(mean(near), mean(near), mean(far));
                yield vector -> InMemoryVectorStore.score(distance, target, vector);
            }
            case BEST_SCORE ->
                vector -> {
                    double nearest = best(distance, near, vector);
                    double farthest = best(distance, far, vector);
                    return nearest > farthest ? squashed(nearest) : -squashed(farthest);
                };
            case SUM_SCORES -> vector -> sum(distance, near, vector) - sum(distance, far, vector);
        };
        Set<String> examples = new HashSet<>(likeness.positive().chunks());
        examples.addAll(likeness.negative().chunks());
        return matching.stream()
                .filter(entry -> !examples.contains(entry.chunk().id()))
                .map(entry -> new ScoredChunk(entry.chunk(), score.applyAsDouble(entry.vector())))
                .sorted(Comparator.comparingDouble(ScoredChunk::score).reversed())
                .toList();
    }

    private static List<Vector> vectors(List<InMemoryIndex.Entry> all, Likeness.Side side) {
        List<Vector> vectors = new ArrayList<>(side.vectors());
        all.stream()
                .filter(entry -> side.chunks().contains(entry.chunk().id()))
                .forEach(entry -> vectors.add(entry.vector()));
        return vectors;
    }

    private static Vector mean(List<Vector> vectors) {
        float[] mean = new float[vectors.get(0).dimension()];
        for (Vector vector : vectors) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector.values()[i] / vectors.size();
            }
        }
        return new Vector(mean);
    }

    private static Vector plus(Vector one, Vector other, Vector less) {
        float[] sum = new float[one.dimension()];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = one.values()[i] + other.values()[i] - less.values()[i];
        }
        return new Vector(sum);
    }

    private static double best(Distance distance, List<Vector> examples, Vector vector) {
        return examples.stream()
                .mapToDouble(example -> InMemoryVectorStore.score(distance, example, vector))
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    private static double sum(Distance distance, List<Vector> examples, Vector vector) {
        return examples.stream()
                .mapToDouble(example -> InMemoryVectorStore.score(distance, example, vector))
                .sum();
    }

    private static double squashed(double similarity) {
        return 0.5 * (similarity / (1 + Math.abs(similarity)) + 1);
    }
}

package io.millrace.benchmark.quality;

import io.millrace.embed.Vector;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Exact search among the chunks of every text. */
final class Retrieval {
    private final List<Passage> passages;
    private final List<Vector> vectors;

    /**
     * Searches these chunks.
     *
     * @param passages what is read when a chunk is found
     * @param vectors the chunk's vector of length one, in the same order
     */
    Retrieval(List<Passage> passages, List<Vector> vectors) {
        this.passages = passages;
        this.vectors = vectors;
    }

    /** The nearest by cosine, best first; what several chunks let read (their parent) is there once. */
    List<Passage> nearest(Vector question, int top) {
        double[] scores = vectors.stream().mapToDouble(question::dot).toArray();
        Set<Passage> nearest = new LinkedHashSet<>();
        // The sort is stable: of two equal scores, the first chunk's is the better.
        for (int index : IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .toList()) {
            if (nearest.size() == top) {
                break;
            }
            nearest.add(passages.get(index));
        }
        return List.copyOf(nearest);
    }
}

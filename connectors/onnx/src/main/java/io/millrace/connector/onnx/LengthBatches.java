package io.millrace.connector.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Which texts of a call run together. A run is as wide as its longest text, so texts of like length share one. */
final class LengthBatches {
    /**
     * Word pieces that a run of several texts holds at most, padding among them. It bounds memory, and how long a
     * question waits for a run of documents; larger ones take no less time for a text.
     */
    static final int MOST_PIECES = 512;

    private LengthBatches() {}

    /**
     * The runs, each the indices of its texts, the longest first.
     *
     * @param lengths word pieces of each text; one above {@link #MOST_PIECES} runs alone
     * @param atOnce runs that may be under way at once: where there is little to do, each has a part of it
     */
    static List<List<Integer>> of(int[] lengths, int atOnce) {
        int padded = lengths.length * Arrays.stream(lengths).max().orElse(0);
        int most = Math.min(MOST_PIECES, (padded + atOnce - 1) / atOnce);
        List<Integer> longestFirst = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> lengths[i]).reversed())
                .toList();
        List<List<Integer>> runs = new ArrayList<>();
        List<Integer> run = new ArrayList<>();
        for (int index : longestFirst) {
            if (!run.isEmpty() && (run.size() + 1) * lengths[run.get(0)] > most) {
                runs.add(run);
                run = new ArrayList<>();
            }
            run.add(index);
        }
        if (!run.isEmpty()) {
            runs.add(run);
        }
        return runs;
    }
}

package io.millrace.benchmark.onnx;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.List;

/**
 * How ONNX Runtime is fastest.
 *
 * @param threads of a run
 * @param runs at once
 * @param size texts of a run
 * @param textsPerSecond with them, over the texts that it was looked for with
 */
record BestBatching(int threads, int runs, int size, double textsPerSecond) {
    /**
     * Tries every number of threads with every size, twice each, and takes the better of the two times. There are as many
     * runs at once as the processors have room for.
     *
     * @param texts those that it is looked for with
     */
    static BestBatching find(List<long[]> texts, List<Integer> threads, List<Integer> sizes)
            throws OrtException, IOException {
        BestBatching best = new BestBatching(0, 0, 0, 0);
        for (int count : threads) {
            int runs = Math.max(1, Runtime.getRuntime().availableProcessors() / count);
            try (RawRuntime runtime = new RawRuntime(count, runs)) {
                runtime.seconds(RawRuntime.batches(texts.subList(0, Math.min(64, texts.size())), 16));
                for (int size : sizes) {
                    List<List<long[]>> batches = RawRuntime.batches(texts, size);
                    double seconds = Math.min(runtime.seconds(batches), runtime.seconds(batches));
                    BestBatching tried = new BestBatching(count, runs, size, texts.size() / seconds);
                    System.err.printf(
                            "ONNX Runtime, %d runs at once, %d threads and %d texts in each: %.1f texts/s%n",
                            runs, count, size, tried.textsPerSecond());
                    best = tried.textsPerSecond() > best.textsPerSecond() ? tried : best;
                }
            }
        }
        return best;
    }
}

package io.millrace.benchmark.onnx;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.List;

/**
 * How ONNX Runtime is fastest.
 *
 * @param threads of a run
 * @param size texts of a run
 * @param textsPerSecond with them, over the texts that it was looked for with
 */
record BestBatching(int threads, int size, double textsPerSecond) {
    /**
     * Tries every pair, twice each, and takes the better of the two times.
     *
     * @param texts those that it is looked for with
     */
    static BestBatching find(List<long[]> texts, List<Integer> threads, List<Integer> sizes)
            throws OrtException, IOException {
        BestBatching best = new BestBatching(0, 0, 0);
        for (int count : threads) {
            try (RawRuntime runtime = new RawRuntime(count)) {
                runtime.seconds(RawRuntime.batches(texts.subList(0, Math.min(64, texts.size())), 16));
                for (int size : sizes) {
                    List<List<long[]>> batches = RawRuntime.batches(texts, size);
                    double seconds = Math.min(runtime.seconds(batches), runtime.seconds(batches));
                    BestBatching tried = new BestBatching(count, size, texts.size() / seconds);
                    System.err.printf(
                            "ONNX Runtime, %d threads, %d texts in a run: %.1f texts/s%n",
                            count, size, tried.textsPerSecond());
                    best = tried.textsPerSecond() > best.textsPerSecond() ? tried : best;
                }
            }
        }
        return best;
    }
}

package io.millrace.benchmark.ingest;

import io.millrace.benchmark.process.MemorySample;
import io.millrace.benchmark.report.Distribution;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How some memory went on during a run: the median of the run's second quarter, when all is warm, and of its last.
 *
 * @param early median of the second quarter's samples, in bytes
 * @param late median of the last quarter's
 * @param peak the greatest of all
 */
record MemoryGrowth(double early, double late, double peak) {
    private static final int QUARTERS = 4;

    /** The growth of what a sample holds; at least four samples. */
    static MemoryGrowth of(List<MemorySample> samples, ToLongFunction<MemorySample> memory) {
        if (samples.size() < QUARTERS) {
            throw new IllegalArgumentException("growth needs at least 4 samples, got " + samples.size());
        }
        int quarter = samples.size() / QUARTERS;
        return new MemoryGrowth(
                median(samples.subList(quarter, 2 * quarter), memory),
                median(samples.subList(samples.size() - quarter, samples.size()), memory),
                samples.stream().mapToLong(memory).max().orElseThrow());
    }

    /** What it grew by from the second quarter to the last, as a share of the second's. */
    double share() {
        return late / early - 1;
    }

    private static double median(List<MemorySample> samples, ToLongFunction<MemorySample> memory) {
        return Distribution.of(samples.stream()
                        .mapToDouble(sample -> memory.applyAsLong(sample))
                        .toArray())
                .median();
    }
}

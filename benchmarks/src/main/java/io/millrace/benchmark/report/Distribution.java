package io.millrace.benchmark.report;

import java.util.Arrays;

/**
 * Numbers in brief. Between two values a quantile is interpolated in a straight line (Hyndman and Fan's type 7, the
 * default of NumPy and R).
 *
 * @param mean the mean
 * @param deviation the standard deviation of these numbers themselves, divided by their count
 * @param median half are below
 * @param p95 95 in a hundred are below
 * @param p99 99 in a hundred are below
 * @param max the greatest
 */
public record Distribution(double mean, double deviation, double median, double p95, double p99, double max) {
    /** The distribution of at least one number. */
    public static Distribution of(double[] numbers) {
        if (numbers.length == 0) {
            throw new IllegalArgumentException("a distribution needs at least one number");
        }
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        double mean = Arrays.stream(sorted).sum() / sorted.length;
        double variance = Arrays.stream(sorted)
                        .map(number -> (number - mean) * (number - mean))
                        .sum()
                / sorted.length;
        return new Distribution(
                mean,
                Math.sqrt(variance),
                quantile(sorted, 0.5),
                quantile(sorted, 0.95),
                quantile(sorted, 0.99),
                sorted[sorted.length - 1]);
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}

package io.millrace.benchmark.ask;

import io.millrace.benchmark.report.Distribution;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** When requests were due, and when their answers came. Safe for use by many threads. */
final class Tally {
    private static final double NANOS = 1e6;

    private final long[] due;
    private final double[] lag;
    private final long[] came;
    private final int[] times;
    private final boolean[] good;
    private final Map<String, double[]> stages = new TreeMap<>();
    private int answered;

    Tally(int requests) {
        due = new long[requests];
        lag = new double[requests];
        came = new long[requests];
        times = new int[requests];
        good = new boolean[requests];
    }

    /**
     * What came of all requests.
     *
     * @param requests that were due
     * @param missing requests without an answer
     * @param doubled answers beyond a request's first
     * @param failed requests whose first answer is none
     * @param millis from due to answered, of the requests that were; null when none was
     * @param lag milliseconds that a request was sent after it was due
     * @param stages milliseconds by stage, as the answers say
     */
    record Counted(
            int requests,
            int missing,
            int doubled,
            int failed,
            @Nullable Distribution millis,
            Distribution lag,
            Map<String, Distribution> stages) {

        /** Whether each request was answered, once and well, and this share of them within the time. */
        boolean held(Duration p99) {
            return missing == 0
                    && doubled == 0
                    && failed == 0
                    && millis != null
                    && millis.p99() < p99.toNanos() / NANOS;
        }
    }

    /** The request of this number is due then. */
    synchronized void due(int number, long nanos) {
        due[number] = nanos;
    }

    /** It is sent by now. */
    synchronized void sent(int number, long nanos) {
        lag[number] = (nanos - due[number]) / NANOS;
    }

    /** How many requests there are. */
    int requests() {
        return times.length;
    }

    /** An answer came; of one that came before only the first counts. */
    synchronized void came(int number, long nanos, boolean isGood, Map<String, Double> stagesOf) {
        times[number]++;
        if (times[number] > 1) {
            return;
        }
        came[number] = nanos;
        good[number] = isGood;
        answered++;
        stagesOf.forEach((stage, millis) -> {
            double[] all = stages.computeIfAbsent(stage, name -> absent(times.length));
            all[number] = millis;
        });
        notifyAll();
    }

    /** Waits until all have an answer, or patience is over. */
    synchronized void await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (long left = deadline - System.nanoTime();
                answered < times.length && left > 0;
                left = deadline - System.nanoTime()) {
            wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        }
    }

    /** What is known until now. */
    synchronized Counted counted() {
        double[] millis = IntStream.range(0, times.length)
                .filter(number -> times[number] > 0)
                .mapToDouble(number -> (came[number] - due[number]) / NANOS)
                .toArray();
        Map<String, Distribution> byStage = new TreeMap<>();
        stages.forEach((stage, all) -> byStage.put(
                stage,
                Distribution.of(DoubleStream.of(all).filter(time -> time >= 0).toArray())));
        return new Counted(
                times.length,
                times.length - answered,
                IntStream.of(times).map(count -> Math.max(0, count - 1)).sum(),
                (int) IntStream.range(0, times.length)
                        .filter(number -> times[number] > 0 && !good[number])
                        .count(),
                millis.length == 0 ? null : Distribution.of(millis),
                Distribution.of(lag),
                byStage);
    }

    private static double[] absent(int requests) {
        double[] none = new double[requests];
        Arrays.fill(none, -1);
        return none;
    }
}

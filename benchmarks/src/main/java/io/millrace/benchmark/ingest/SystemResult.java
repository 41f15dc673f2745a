package io.millrace.benchmark.ingest;

import io.millrace.benchmark.ingest.Trial.Measured;
import io.millrace.benchmark.report.Distribution;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A system's rounds, summed up.
 *
 * @param system its label
 * @param texts of a round
 * @param textsPerSecond from start to end, reading and the last write included
 * @param steadyTextsPerSecond from the first request's arrival at the stub to the last one's end
 * @param requestsPerThousand requests for 1,000 texts
 * @param leastPerThousand the least that there could be
 * @param fill texts of a request / texts that it could hold
 * @param billed tokens that the stub counted / tokens of the texts
 * @param processorMicros of its JVM, for a text
 * @param peakHeapBytes the greatest
 * @param peakResidentBytes the greatest
 * @param rounds each round's figures
 */
record SystemResult(
        String system,
        int texts,
        Spread textsPerSecond,
        Spread steadyTextsPerSecond,
        double requestsPerThousand,
        double leastPerThousand,
        double fill,
        double billed,
        double processorMicros,
        long peakHeapBytes,
        long peakResidentBytes,
        List<Measured> rounds) {

    /** The middle one and both ends of some rounds. */
    record Spread(double median, double min, double max) {
        static Spread of(List<Measured> rounds, ToDoubleFunction<Measured> figure) {
            double[] figures = rounds.stream().mapToDouble(figure).toArray();
            double min = java.util.Arrays.stream(figures).min().orElseThrow();
            Distribution all = Distribution.of(figures);
            return new Spread(all.median(), min, all.max());
        }
    }

    /**
     * Sums up.
     *
     * @param inputs texts that a request could hold
     */
    static SystemResult of(String system, TextCorpus corpus, int inputs, List<Measured> rounds) {
        int texts = corpus.texts();
        return new SystemResult(
                system,
                texts,
                Spread.of(rounds, round -> texts / round.seconds()),
                Spread.of(rounds, round -> texts / round.stub().seconds()),
                Spread.of(rounds, round -> 1000.0 * round.stub().requests() / texts)
                        .median(),
                1000.0 / inputs,
                Spread.of(
                                rounds,
                                round -> (double) round.stub().inputs()
                                        / (round.stub().requests() * (double) inputs))
                        .median(),
                Spread.of(rounds, round -> (double) round.stub().tokens() / corpus.tokens())
                        .median(),
                Spread.of(rounds, round -> round.processorSeconds() * 1e6 / texts)
                        .median(),
                rounds.stream().mapToLong(Measured::peakHeapBytes).max().orElse(0),
                rounds.stream().mapToLong(Measured::peakResidentBytes).max().orElse(0),
                List.copyOf(rounds));
    }

    /** A rate as a share of another. */
    static double share(Spread rate, Spread ceiling) {
        return rate.median() / ceiling.median();
    }
}

package io.millrace.benchmark.ask;

/** Looks for the highest rate that is held: doubles it until one isn't, then halves the gap. */
final class HighestRate {
    private HighestRate() {}

    /** Whether a rate is held, as a run of it tells. */
    interface Trial {
        boolean holds(double rate) throws Exception;
    }

    /**
     * The highest rate that a trial held; 0 when not even the first one was.
     *
     * @param first requests a second, to begin with
     * @param precision how far apart, as a share, the highest rate that was held and the lowest that wasn't may be
     * @param most beyond which no rate is tried
     */
    static double find(double first, double precision, double most, Trial trial) throws Exception {
        double held = 0;
        double failed = first;
        while (trial.holds(failed)) {
            held = failed;
            if (held >= most) {
                return held;
            }
            failed = Math.min(most, 2 * held);
        }
        while (held > 0 && failed - held > precision * held) {
            double between = (held + failed) / 2;
            if (trial.holds(between)) {
                held = between;
            } else {
                failed = between;
            }
        }
        return held;
    }
}

package io.millrace.usage;

/** Says whether a request may be paid for. Never blocks. Safe for use by many threads. */
public interface Purse extends AutoCloseable {
    /** Pays for everything. */
    Purse UNLIMITED = new Purse() {
        @Override
        public boolean take(long nanos, Runnable wake) {
            return true;
        }

        @Override
        public void settle(long taken, long cost) {}

        @Override
        public boolean spent() {
            return false;
        }

        @Override
        public void close() {}
    };

    /**
     * Takes the amount if it is there.
     *
     * @param nanos the amount, in 1e-9 of the currency
     * @param wake where nothing was taken: run once, on any thread, when asking again makes sense
     * @return whether it was taken
     */
    boolean take(long nanos, Runnable wake);

    /** What was taken turned out to cost another amount, or nothing. */
    void settle(long taken, long cost);

    /** Whether nothing more can be had in this period. */
    boolean spent();

    @Override
    void close();
}

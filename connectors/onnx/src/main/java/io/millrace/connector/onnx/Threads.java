package io.millrace.connector.onnx;

/**
 * How a model's work is shared out. A run on one thread computes without a word to any other; one that is spread over
 * several waits at each operation for the slowest, which costs much where other threads want the processors too. So
 * several runs of one thread each do more in the same time, and one run of several is done sooner when it is alone.
 *
 * @param all threads that compute, those of all runs
 * @param runs that are under way at once, at most as many
 */
record Threads(int all, int runs) {
    /** Threads that a single run may use: its own, and those that no run has to itself. */
    int ofARun() {
        return all - runs + 1;
    }
}

package io.millrace.connector.onnx;

import java.util.Comparator;

/**
 * A piece of work: a call's preparation or one of its runs. Questions go before documents, so that one waits for a run
 * and not for a call of documents; else who came first goes first.
 *
 * @param urgent whether somebody waits for it
 * @param turn the place of its call among all
 * @param action the work
 */
record Step(boolean urgent, long turn, Runnable action) implements Runnable, Comparable<Step> {
    private static final Comparator<Step> ORDER =
            Comparator.comparing((Step step) -> !step.urgent).thenComparingLong(Step::turn);

    @Override
    public void run() {
        action.run();
    }

    @Override
    public int compareTo(Step other) {
        return ORDER.compare(this, other);
    }
}

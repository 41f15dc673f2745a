package io.millrace.benchmark.ingest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The order of turns: each round begins with the next one, so that none always comes first or after the same one. */
final class Rounds {
    private Rounds() {}

    /** Who comes when in a round, from 0. */
    static <T> List<T> order(List<T> all, int round) {
        List<T> order = new ArrayList<>(all);
        Collections.rotate(order, -round);
        return order;
    }
}

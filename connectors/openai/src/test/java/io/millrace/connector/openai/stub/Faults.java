package io.millrace.connector.openai.stub;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The faults that a test has ordered: those for the next calls, then an outage, then chance. Safe for use by many threads. */
final class Faults {
    private final Queue<Fault> next = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Fault outage;
    private volatile @Nullable FaultDice dice;
    private volatile Predicate<String> refused = text -> false;

    void order(List<Fault> faults) {
        next.addAll(faults);
    }

    void outage(@Nullable Fault fault) {
        outage = fault;
    }

    void random(FaultDice newDice) {
        dice = newDice;
    }

    void refuse(Predicate<String> texts) {
        refused = texts;
    }

    Predicate<String> refused() {
        return refused;
    }

    /** What happens to the call that has just arrived, or null for nothing. */
    @Nullable
    Fault take() {
        Fault ordered = next.poll();
        Fault certain = ordered == null ? outage : ordered;
        FaultDice thrown = dice;
        return certain == null && thrown != null ? thrown.take() : certain;
    }
}

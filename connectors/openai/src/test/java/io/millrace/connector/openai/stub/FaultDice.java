package io.millrace.connector.openai.stub;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Faults by chance, the same ones in the same order for the same seed. Safe for use by many threads. */
final class FaultDice {
    private final SplittableRandom random;
    private final List<Map.Entry<Fault, Double>> shares;

    /** @param shares of all calls, from 0 to 1 each and together */
    FaultDice(long seed, Map<Fault, Double> shares) {
        double sum = shares.values().stream().mapToDouble(share -> share).sum();
        // A sum of tenths may be over 1 by a rounding.
        if (!(sum <= 1.000001) || shares.values().stream().anyMatch(share -> share < 0)) {
            throw new IllegalArgumentException("shares must be at least 0 and at most 1 together, got " + shares);
        }
        random = new SplittableRandom(seed);
        // A map's order may differ from run to run.
        this.shares = shares.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .toList();
    }

    /** What happens to the next call, or null for nothing. */
    synchronized @Nullable Fault take() {
        double point = random.nextDouble();
        for (Map.Entry<Fault, Double> share : shares) {
            point -= share.getValue();
            if (point < 0) {
                return share.getKey();
            }
        }
        return null;
    }
}

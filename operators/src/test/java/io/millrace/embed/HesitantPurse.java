package io.millrace.embed;

import io.millrace.usage.Purse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A purse that refuses now and then, wakes whom it refused once, and knows what it paid. */
final class HesitantPurse implements Purse {
    private final Random random;
    private final List<Runnable> refused = new ArrayList<>();
    private long outstanding;
    private long paid;

    HesitantPurse(Random random) {
        this.random = random;
    }

    @Override
    public boolean take(long nanos, Runnable wake) {
        if (random.nextInt(6) == 0) {
            refused.add(wake);
            if (random.nextInt(4) == 0) {
                // It may have come in while this was asked for.
                grant();
            }
            return false;
        }
        outstanding += nanos;
        return true;
    }

    /** There is money again. */
    void grant() {
        List<Runnable> woken = List.copyOf(refused);
        refused.clear();
        woken.forEach(Runnable::run);
    }

    @Override
    public void settle(long taken, long cost) {
        outstanding -= taken;
        paid += cost;
    }

    /** What was taken and isn't settled. */
    long outstanding() {
        return outstanding;
    }

    long paid() {
        return paid;
    }

    @Override
    public boolean spent() {
        return !refused.isEmpty();
    }

    @Override
    public void close() {}
}

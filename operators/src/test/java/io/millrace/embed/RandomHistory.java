package io.millrace.embed;

import io.millrace.embed.StrictProvider.Mood;
import io.millrace.failure.Backoff;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What may happen to one or two batchers of a job, at random: texts new, equal and bad, a provider in all its moods,
 * refused money, time that passes. In the end the provider is well, the money there and nothing is asked for any more,
 * unless before that a batcher was closed or a call refused for good.
 */
final class RandomHistory {
    private static final List<Mood> MOODS = List.of(Mood.values());
    private static final Backoff SECONDS = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8));
    /** Longer than what waits takes at the lowest rates. */
    private static final int MINUTES = 600;

    private final Random random;
    private final ManualTiming timing = new ManualTiming();
    private final List<String> breaches = new ArrayList<>();
    private final StrictProvider provider;
    private final HesitantPurse purse;
    private final List<Caller> callers = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();

    RandomHistory(long seed) {
        random = new Random(seed);
        PaceSettings pace = new PaceSettings("history " + seed, 1 + random.nextInt(2), perMinute(120), perMinute(600));
        provider = new StrictProvider(random, timing, pace, breaches);
        purse = new HesitantPurse(random);
        int number = 1 + random.nextInt(2);
        for (int i = 0; i < number; i++) {
            callers.add(new Caller(pace, 1.0 / number));
        }
    }

    private @Nullable Long perMinute(int most) {
        return random.nextBoolean() ? null : Long.valueOf(most / 4 + random.nextInt(most));
    }

    /** Lets it happen. What was wrong with it, in order. */
    List<String> breaches() {
        int steps = 20 + random.nextInt(300);
        for (int i = 0; i < steps; i++) {
            step();
        }
        if (random.nextInt(10) == 0) {
            any().close();
        } else if (random.nextInt(10) == 0 && provider.isAsked()) {
            provider.refuseForGood();
        }
        provider.mood(Mood.WELL);
        callers.forEach(caller -> caller.batcher.flush());
        for (int minute = 0; minute < MINUTES; minute++) {
            purse.grant();
            provider.answerAll();
            timing.pass(Duration.ofSeconds(30));
            timing.pass(Duration.ofSeconds(30));
        }
        provider.answerAll();
        check();
        callers.forEach(Caller::close);
        return breaches;
    }

    int texts() {
        return asked.size();
    }

    long requests() {
        return provider.requests();
    }

    private void step() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> any().ask(1 + random.nextInt(8));
            case 4 -> any().batcher.release();
            case 5 -> any().batcher.flush();
            case 6 -> provider.mood(MOODS.get(random.nextInt(MOODS.size())));
            case 7 -> purse.grant();
            case 8 -> timing.pass(Duration.ofMillis(random.nextInt(10_000)));
            default -> {
                timing.pass(Duration.ofMillis(random.nextInt(300)));
                if (provider.isAsked()) {
                    provider.answerOne();
                }
            }
        }
    }

    private Caller any() {
        return callers.get(random.nextInt(callers.size()));
    }

    private void check() {
        for (Asked one : asked) {
            must(one.outcomes == 1, "%d outcomes for a text".formatted(one.outcomes));
        }
        must(purse.outstanding() == 0, "money that was taken and never settled: " + purse.outstanding());
        must(
                purse.paid() == provider.billed(),
                "%d paid where %d were billed".formatted(purse.paid(), provider.billed()));
    }

    private void must(boolean holds, String breach) {
        if (!holds) {
            breaches.add(breach);
        }
    }

    /** A batcher with its view of the provider. */
    private final class Caller {
        private final StrictProvider.Model model;
        private final EmbeddingBatcher batcher;
        private boolean closed;

        Caller(PaceSettings pace, double share) {
            int tokens = random.nextBoolean() ? 20 : 1000;
            long bytes = random.nextBoolean() ? 40 : 10_000;
            boolean bulk = random.nextBoolean();
            EmbeddingLimits limits =
                    new EmbeddingLimits(1 + random.nextInt(8), 12, tokens, bytes, 1 + random.nextInt(6));
            model = provider.new Model(limits, bulk);
            batcher = new EmbeddingBatcher(
                    model,
                    EmbeddingMode.DOCUMENT,
                    bulk,
                    pace,
                    share,
                    SECONDS,
                    new Spending(purse, spent -> spent),
                    answered -> {},
                    new Lasting(timing));
        }

        void ask(int texts) {
            for (int i = 0; i < texts; i++) {
                Asked one = new Asked(this, (random.nextInt(15) == 0 ? "bad " : "möge ") + random.nextInt(200));
                asked.add(one);
                batcher.add(one);
            }
        }

        void close() {
            closed = true;
            batcher.close();
        }
    }

    /** The time of several, which goes on when one of them is closed; what it was to run, it runs all the same. */
    private record Lasting(ManualTiming time) implements Timing {
        @Override
        public long nanos() {
            return time.nanos();
        }

        @Override
        public void after(long nanos, Runnable task) {
            time.after(nanos, task);
        }

        @Override
        public void close() {}
    }

    private final class Asked implements PendingText {
        private final Caller caller;
        private final String text;
        private int outcomes;

        Asked(Caller caller, String text) {
            this.caller = caller;
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public int tokens() {
            return StrictProvider.tokensOf(text);
        }

        @Override
        public void embedded(Vector vector, int billed) {
            outcomes++;
            must(!StrictProvider.isBad(text), "a bad text with a vector");
            must(vector.equals(StrictProvider.vectorOf(text)), "another text's vector");
            must(billed == 0 || billed == tokens(), "%d tokens billed for %d".formatted(billed, tokens()));
        }

        @Override
        public void failed(ClassifiedException failure) {
            outcomes++;
            boolean ended = caller.closed || caller.model.isBroken();
            must(
                    failure.kind() == FailureKind.REJECTED ? StrictProvider.isBad(text) : ended,
                    "failed with %s".formatted(failure.code()));
        }
    }
}

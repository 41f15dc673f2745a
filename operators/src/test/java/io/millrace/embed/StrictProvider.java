package io.millrace.embed;

import io.millrace.chunk.TokenCounter;
import io.millrace.failure.FatalException;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A provider in changing moods that notes each breach of what it asks: its limits, its pauses, the rates, and that no text
 * is asked about twice. It throws nothing, since a batcher takes what a model throws for an answer.
 */
final class StrictProvider {
    /** How it answers. */
    enum Mood {
        WELL,
        TROUBLED,
        OUT
    }

    private final Random random;
    private final ManualTiming timing;
    private final PaceSettings pace;
    private final List<String> breaches;
    private final List<Call> pending = new ArrayList<>();
    private final long start;
    private Mood mood = Mood.WELL;
    private long pausedUntil;
    private long requests;
    private long tokens;
    private long billed;

    StrictProvider(Random random, ManualTiming timing, PaceSettings pace, List<String> breaches) {
        this.random = random;
        this.timing = timing;
        this.pace = pace;
        this.breaches = breaches;
        this.start = timing.nanos();
    }

    private record Call(Model model, List<String> texts, CompletableFuture<EmbeddingModel.Response> response) {}

    static boolean isBad(String text) {
        return text.startsWith("bad");
    }

    static int tokensOf(String text) {
        return 1 + Math.floorMod(text.hashCode(), 12);
    }

    static Vector vectorOf(String text) {
        return new Vector(new float[] {1, text.hashCode() % 1000});
    }

    void mood(Mood next) {
        mood = next;
    }

    boolean isAsked() {
        return !pending.isEmpty();
    }

    long requests() {
        return requests;
    }

    /** Tokens of the requests that it bills: those that were answered, and those of which nobody knows. */
    long billed() {
        return billed;
    }

    /** Answers any of the calls that wait. */
    void answerOne() {
        answer(pending.remove(random.nextInt(pending.size())));
    }

    void answerAll() {
        while (isAsked()) {
            answerOne();
        }
    }

    /** Refuses one of the calls that wait, and with it all. */
    void refuseForGood() {
        Call call = pending.remove(random.nextInt(pending.size()));
        tokens -= sum(call.texts());
        call.model().isBroken = true;
        end(call, null, new FatalException("wrong-key", "the key isn't right"));
    }

    private void answer(Call call) {
        int roll = random.nextInt(100);
        boolean fails = mood == Mood.OUT || (mood == Mood.TROUBLED && roll < 40);
        if (!fails && call.texts().stream().noneMatch(StrictProvider::isBad)) {
            billed += sum(call.texts());
            call.model().embedded.addAll(call.texts());
            List<Vector> vectors =
                    call.texts().stream().map(StrictProvider::vectorOf).toList();
            end(call, new EmbeddingModel.Response(vectors, new Usage(1, sum(call.texts()), 0), word()), null);
            return;
        }
        boolean unknown = fails && roll % 3 == 0;
        if (unknown) {
            billed += sum(call.texts());
        } else {
            tokens -= sum(call.texts());
        }
        if (!fails) {
            end(call, null, new RejectedException("bad", "one of the texts is bad"));
        } else if (unknown) {
            end(call, null, new TransientException("timeout", "no answer came", null));
        } else {
            Duration asked = random.nextBoolean() ? null : Duration.ofMillis(1 + random.nextInt(20_000));
            if (asked != null) {
                pausedUntil = Math.max(pausedUntil, elapsed() + asked.toNanos());
            }
            String code = mood == Mood.TROUBLED && roll < 30 ? "rate-limited" : "unavailable";
            end(call, null, new TransientException(code, "later", asked, null));
        }
    }

    private static void end(Call call, EmbeddingModel.@Nullable Response response, @Nullable RuntimeException failure) {
        call.model().end(call.texts());
        if (failure == null) {
            call.response().complete(response);
        } else {
            call.response().completeExceptionally(failure);
        }
    }

    private RateLimits word() {
        if (random.nextInt(4) > 0) {
            return RateLimits.UNKNOWN;
        }
        Duration resets = Duration.ofMillis(random.nextInt(90_000));
        return new RateLimits(
                new RateLimits.Window(600, random.nextInt(600), resets),
                random.nextBoolean() ? null : new RateLimits.Window(6000, random.nextInt(6000), resets));
    }

    private void asked(Model model, List<String> texts) {
        must(model.inFlight < model.limits.concurrency(), "a request too many in flight");
        must(texts.size() <= model.limits.inputs(), "too many texts in a request");
        must(texts.size() == 1 || sum(texts) <= model.limits.tokensPerRequest(), "too many tokens in a request");
        must(texts.size() == 1 || bytes(texts) <= model.limits.bytesPerRequest(), "too many bytes in a request");
        must(elapsed() >= pausedUntil, "a request in a pause");
        must(allows(pace.requestsPerMinute(), requests + 1), "a request beyond the rate");
        // A request may go as soon as nothing is owed for those before it.
        must(allows(pace.tokensPerMinute(), tokens), "tokens beyond the rate");
        for (String text : model.onceOnly ? texts : List.<String>of()) {
            must(model.underWay.add(text), "a text in two requests at a time");
            must(!model.embedded.contains(text), "a text that was embedded before");
        }
        requests++;
        tokens += sum(texts);
    }

    /** Whether so many may have been used by now: what came in since the start, and a second's worth. */
    private boolean allows(@Nullable Long perMinute, long used) {
        if (perMinute == null) {
            return true;
        }
        double burst = Math.max(perMinute / 60.0, 1);
        return used <= burst + perMinute * (elapsed() / 60e9) + 1e-3;
    }

    private void must(boolean kept, String breach) {
        if (!kept) {
            breaches.add(breach);
        }
    }

    private long elapsed() {
        return timing.nanos() - start;
    }

    private static long sum(List<String> texts) {
        return texts.stream().mapToLong(StrictProvider::tokensOf).sum();
    }

    private static long bytes(List<String> texts) {
        return texts.stream()
                .mapToLong(text -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
                .sum();
    }

    /** The provider as one batcher sees it. */
    final class Model implements EmbeddingModel {
        private final EmbeddingLimits limits;
        private final boolean onceOnly;
        private final Set<String> underWay = new HashSet<>();
        private final Set<String> embedded = new HashSet<>();
        private int inFlight;
        private boolean isBroken;

        /**
         * A view of it.
         *
         * @param onceOnly whether no text may be asked about twice
         */
        Model(EmbeddingLimits limits, boolean onceOnly) {
            this.limits = limits;
            this.onceOnly = onceOnly;
        }

        /** Whether it refused a call for good. */
        boolean isBroken() {
            return isBroken;
        }

        @Override
        public CompletableFuture<Response> embed(List<String> texts, EmbeddingMode mode) {
            asked(this, texts);
            inFlight++;
            Call call = new Call(this, List.copyOf(texts), new CompletableFuture<>());
            if (random.nextInt(5) == 0) {
                answer(call);
            } else {
                pending.add(call);
            }
            return call.response();
        }

        private void end(List<String> texts) {
            inFlight--;
            texts.forEach(underWay::remove);
        }

        @Override
        public VectorSpace space() {
            return new VectorSpace("strict", "strict", 2, Distance.DOT, "", "");
        }

        @Override
        public EmbeddingLimits limits() {
            return limits;
        }

        @Override
        public TokenCounter tokenCounter() {
            return StrictProvider::tokensOf;
        }

        @Override
        public void close() {}
    }
}

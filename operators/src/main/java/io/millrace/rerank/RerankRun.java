package io.millrace.rerank;

import io.millrace.embed.Timing;
import io.millrace.failure.Backoff;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.Reason;
import io.millrace.failure.Retrier;
import io.millrace.rerank.RerankModel.Reply;
import io.millrace.retrieve.ScoredChunk;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One question's reranking. Its result is settled once, by whichever thread comes first. */
final class RerankRun {
    /** Short: within a budget of a second or two there is no room for patience. */
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(100), Duration.ofMillis(100));
    /** The code of an adapter whose own time was over. */
    private static final String TIMED_OUT = "timed-out";

    private final RerankModel model;
    private final Timing timing;
    private final List<ScoredChunk> candidates;
    private final int topK;
    private final Duration budget;
    private final long deadline;
    /** Each request writes its own part; {@link #unanswered} hands them over. */
    private final double[] scores;

    private final AtomicInteger unanswered = new AtomicInteger();
    private final CompletableFuture<Ranking> result = new CompletableFuture<>();
    private Usage usage = Usage.NONE;

    RerankRun(RerankModel model, Timing timing, List<ScoredChunk> candidates, int topK, Duration budget) {
        this.model = model;
        this.timing = timing;
        this.candidates = List.copyOf(candidates);
        this.topK = topK;
        this.budget = budget;
        this.deadline = timing.nanos() + budget.toNanos();
        this.scores = new double[candidates.size()];
    }

    /** @param first the place of the request's first document among the candidates */
    private record Request(String query, List<String> documents, int first) {}

    CompletableFuture<Ranking> start(RerankRequests requests) {
        if (budget.isNegative() || budget.isZero()) {
            late();
            return result;
        }
        unanswered.set(requests.documents().size());
        timing.after(budget.toNanos(), this::late);
        int first = 0;
        for (List<String> documents : requests.documents()) {
            call(new Request(requests.query(), documents, first), 1);
            first += documents.size();
        }
        return result;
    }

    private void call(Request request, int attempt) {
        if (result.isDone()) {
            return;
        }
        CompletableFuture<Reply> call = Retrier.start(() -> model.rerank(request.query(), request.documents()));
        // However it ends, from inside or outside: giving up a call that is over changes nothing.
        var unusedEnd = result.whenComplete((ranking, failure) -> call.cancel(true));
        var unusedCall = call.whenComplete((reply, failure) -> {
            if (failure == null) {
                answered(request, reply);
            } else if (!result.isDone()) {
                failed(request, attempt, ClassifiedException.of(failure));
            }
        });
    }

    private void answered(Request request, Reply reply) {
        spent(reply.usage());
        String nonsense = nonsense(request, reply.scores());
        if (nonsense != null) {
            fallBack(Ranking.FAILED, "%s answered %s".formatted(model.name(), nonsense));
            return;
        }
        for (int at = 0; at < reply.scores().size(); at++) {
            scores[request.first() + at] = reply.scores().get(at);
        }
        if (unanswered.decrementAndGet() == 0) {
            result.complete(Ranking.byScore(candidates, scores, topK, spent(Usage.NONE)));
        }
    }

    private static @Nullable String nonsense(Request request, List<Double> scores) {
        if (scores.size() != request.documents().size()) {
            return "%d scores for %d documents"
                    .formatted(scores.size(), request.documents().size());
        }
        return scores.stream().allMatch(Double::isFinite) ? null : "a score that isn't finite";
    }

    private void failed(Request request, int attempt, ClassifiedException problem) {
        switch (problem.kind()) {
            case FATAL -> result.completeExceptionally(problem);
            case REJECTED -> fallBack(Ranking.REJECTED, String.valueOf(problem.getMessage()));
            case TRANSIENT -> {
                Duration wait = RETRY.after(attempt, problem.retryAfter(), ThreadLocalRandom.current());
                boolean timeLeft = wait.compareTo(Duration.ofNanos(deadline - timing.nanos())) < 0;
                if (attempt == 1 && timeLeft) {
                    timing.after(wait.toNanos(), () -> call(request, attempt + 1));
                } else {
                    boolean late = problem.code().equals(TIMED_OUT);
                    fallBack(late ? Ranking.TIMEOUT : Ranking.FAILED, String.valueOf(problem.getMessage()));
                }
            }
        }
    }

    private void late() {
        fallBack(
                Ranking.TIMEOUT,
                "%s didn't answer within %d ms (rerank.timeout)"
                        .formatted(model.name(), Math.max(0, budget.toMillis())));
    }

    private void fallBack(String code, String why) {
        Reason reason = new Reason(code, why + "; the order is the search's");
        result.complete(Ranking.asFound(candidates, topK, reason, spent(Usage.NONE)));
    }

    /** All that was spent, with this. */
    private synchronized Usage spent(Usage more) {
        usage = usage.plus(more);
        return usage;
    }
}

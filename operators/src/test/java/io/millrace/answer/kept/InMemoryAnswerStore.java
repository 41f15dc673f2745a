package io.millrace.answer.kept;

import io.millrace.embed.Vector;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Kept answers in memory, shared by those who reopen them; it fails when it is told to. */
public class InMemoryAnswerStore implements AnswerStore {
    private static final Comparator<KeptAnswer> BY_TIME =
            Comparator.comparing(KeptAnswer::keptAt).thenComparing(KeptAnswer::requestId);

    private final KeptAnswers held;
    private final Queue<ClassifiedException> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    public InMemoryAnswerStore() {
        this(new KeptAnswers());
    }

    private InMemoryAnswerStore(KeptAnswers held) {
        this.held = held;
    }

    /** Another store of the same answers, open whether this one is or not. */
    public InMemoryAnswerStore reopened() {
        return new InMemoryAnswerStore(held);
    }

    /** Makes the next call that has no failure assigned yet fail with this, and do nothing. */
    public void failNext(ClassifiedException failure) {
        failures.add(failure);
    }

    /** All that is kept, by time. */
    public List<KeptAnswer> answers() {
        return held.all().map(KeptAnswers.Entry::answer).sorted(BY_TIME).toList();
    }

    @Override
    public void ensure(VectorSpace questions) {
        failIfTold();
        held.lock(questions);
    }

    @Override
    public CompletableFuture<@Nullable KeptAnswer> find(@Nullable String tenant, String requestId, String fingerprint) {
        return answer(() -> {
            KeptAnswers.Entry entry = held.get(new KeptAnswers.Key(tenant, requestId, fingerprint));
            return entry == null ? null : entry.answer();
        });
    }

    @Override
    public CompletableFuture<Void> keep(KeptAnswer answer, @Nullable Vector question) {
        return answer(() -> {
            held.put(answer, question);
            return null;
        });
    }

    @Override
    public CompletableFuture<List<Turn>> turns(Conversation conversation, Instant since, int limit) {
        return answer(() -> {
            List<Turn> turns = of(conversation.tenant())
                    .map(KeptAnswers.Entry::answer)
                    .filter(answer -> conversation.id().equals(answer.conversation()))
                    .filter(answer -> !answer.keptAt().isBefore(cut(since)))
                    .sorted(BY_TIME)
                    .map(KeptAnswer::turn)
                    .toList();
            return turns.subList(Math.max(0, turns.size() - limit), turns.size());
        });
    }

    @Override
    public CompletableFuture<@Nullable SimilarAnswer> similar(
            Vector question, @Nullable String tenant, String scope, double minSimilarity, Instant since) {
        return answer(() -> of(tenant)
                .filter(entry -> entry.question() != null)
                .filter(entry -> entry.answer().scope().equals(scope))
                .filter(entry -> !entry.answer().keptAt().isBefore(cut(since)))
                .map(entry -> new SimilarAnswer(
                        entry.answer(),
                        Objects.requireNonNull(entry.question()).normalised().dot(question.normalised())))
                .filter(similar -> similar.similarity() >= minSimilarity)
                .max(Comparator.comparingDouble(SimilarAnswer::similarity))
                .orElse(null));
    }

    @Override
    public CompletableFuture<Long> tokens(@Nullable String tenant, Instant from, Instant until) {
        return answer(() -> of(tenant)
                .map(KeptAnswers.Entry::answer)
                .filter(answer ->
                        !answer.keptAt().isBefore(cut(from)) && answer.keptAt().isBefore(cut(until)))
                .mapToLong(KeptAnswer::tokens)
                .sum());
    }

    @Override
    public CompletableFuture<Void> forget(Instant before) {
        return answer(() -> {
            held.removeIf(answer -> answer.keptAt().isBefore(cut(before)));
            return null;
        });
    }

    @Override
    public void close() {
        closed = true;
    }

    public boolean isClosed() {
        return closed;
    }

    private static Instant cut(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }

    private Stream<KeptAnswers.Entry> of(@Nullable String tenant) {
        return held.all().filter(entry -> Objects.equals(entry.answer().tenant(), tenant));
    }

    private <T extends @Nullable Object> CompletableFuture<T> answer(Supplier<T> call) {
        try {
            failIfTold();
            held.requireEnsured();
            return CompletableFuture.completedFuture(call.get());
        } catch (ClassifiedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void failIfTold() {
        if (closed) {
            throw new FatalException("closed", "The store of kept answers is closed");
        }
        ClassifiedException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }
}

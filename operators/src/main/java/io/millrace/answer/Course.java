package io.millrace.answer;

import io.millrace.answer.Answer.Status;
import io.millrace.answer.Answerer.Written;
import io.millrace.embed.Vector;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.Reason;
import io.millrace.retrieve.Retriever.Found;
import io.millrace.retrieve.SearchMode;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one request on its way. Touched by one stage at a time, each after the one before; only that it is over
 * may be told on any thread.
 */
final class Course {
    final Request request;
    private final AnswerParts parts;
    private final Duration timeout;
    private final Map<String, String> models = new LinkedHashMap<>();
    private final Map<String, Usage> usage = new LinkedHashMap<>();
    private final Map<String, Double> timings = new LinkedHashMap<>();
    private final List<Reason> notices = new ArrayList<>();
    private final long started = System.nanoTime();
    private long lapStarted = started;
    /** The question that is searched with. */
    private String question;

    private @Nullable Vector vector;
    private SearchMode mode = SearchMode.DENSE;
    /** The call that is waited for; guarded by this, with {@link #over}. */
    private @Nullable CompletableFuture<?> call;

    private boolean over;

    Course(Request request, AnswerParts parts, Duration timeout) {
        this.request = request;
        this.parts = parts;
        this.timeout = timeout;
        this.question = request.question();
    }

    /** What takes the pieces of one try; null when nobody wants them. */
    @Nullable
    Consumer<String> attempt() {
        if (!request.deltas()) {
            return null;
        }
        parts.startOver();
        return parts::tell;
    }

    /** Of {@code query.timeout}; negative when it is over. */
    Duration timeLeft() {
        return timeout.minusNanos(System.nanoTime() - started);
    }

    /** Waits for a call: it is given up when the request is over. */
    <T> CompletableFuture<T> during(CompletableFuture<T> next) {
        if (!waitsFor(next)) {
            next.cancel(true);
        }
        return next;
    }

    private synchronized boolean waitsFor(CompletableFuture<?> next) {
        call = next;
        return !over;
    }

    /** The request has its answer: what is still under way for it is read by nobody. */
    void end() {
        CompletableFuture<?> last = ended();
        if (last != null) {
            last.cancel(true);
        }
    }

    private synchronized @Nullable CompletableFuture<?> ended() {
        over = true;
        return call;
    }

    synchronized boolean isOver() {
        return over;
    }

    /** Tokens that models took for it, as far as they told. */
    long tokens() {
        return usage.values().stream()
                .mapToLong(used -> used.inputTokens() + used.outputTokens())
                .sum();
    }

    void lap(String stage) {
        long now = System.nanoTime();
        timings.put(stage, (now - lapStarted) / 1e6);
        lapStarted = now;
    }

    String question() {
        return question;
    }

    void condensed(Condensed condensed, @Nullable String chatModel) {
        question = condensed.question();
        if (condensed.notice() != null) {
            notices.add(condensed.notice());
        }
        if (chatModel != null && !condensed.usage().equals(Usage.NONE)) {
            models.put("chat", chatModel);
            usage.put("condense", condensed.usage());
        }
    }

    @Nullable
    Vector vector() {
        return vector;
    }

    SearchMode mode() {
        return mode;
    }

    void searchesBy(SearchMode chosen) {
        mode = chosen;
    }

    void embedded(Vector made) {
        vector = made;
    }

    /** One text more. */
    void embeds(String model, int tokens) {
        models.put("embedding", model);
        usage.merge("embedding", new Usage(1, tokens, 0), Usage::plus);
    }

    void found(Found found) {
        if (found.rerankModel() != null) {
            models.put("rerank", found.rerankModel());
        }
        if (!found.rerankUsage().equals(Usage.NONE)) {
            usage.put("rerank", found.rerankUsage());
        }
        if (found.notice() != null) {
            notices.add(found.notice());
        }
    }

    Answer searched(Found found) {
        return answer(Status.ANSWERED, null, null, List.of(), Citations.ranked(found.evidence()), null);
    }

    Answer answered(Written written, Map<String, String> answerers) {
        models.putAll(answerers);
        usage.putAll(written.usage());
        notices.addAll(written.notices());
        return answer(
                written.status(), written.text(), written.style(), written.citations(), List.of(), written.reason());
    }

    /** An answer that was written for another request. */
    Answer reused(Answer other) {
        models.putAll(other.models());
        Answer own = answer(
                other.status(), other.answer(), other.style(), other.citations(), other.results(), other.error());
        return own.reused(other.reused());
    }

    private Answer answer(
            Status status,
            @Nullable String text,
            @Nullable String style,
            List<Citation> citations,
            List<Citation> results,
            @Nullable Reason reason) {
        timings.put("total", (System.nanoTime() - started) / 1e6);
        return new Answer(
                request.id(),
                status,
                text,
                style,
                citations,
                results,
                Map.copyOf(models),
                Map.copyOf(usage),
                Map.copyOf(timings),
                reason,
                question.equals(request.question()) ? null : question,
                List.copyOf(notices),
                null);
    }

    /** The answer that says why there is none. What a person must mend is thrown on: it stops the job. */
    Answer failed(Throwable failure) {
        if (failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException) {
            return Answer.without(
                    request.id(),
                    Status.FAILED,
                    new Reason("timeout", "no answer within %d ms (query.timeout)".formatted(timeout.toMillis())));
        }
        ClassifiedException classified = ClassifiedException.of(failure);
        if (classified.kind() == FailureKind.FATAL) {
            throw new CompletionException(classified);
        }
        Status status = classified.kind() == FailureKind.REJECTED ? Status.REJECTED : Status.FAILED;
        return Answer.without(request.id(), status, classified.reason());
    }
}

package io.millrace.answer;

import io.millrace.answer.Answer.Status;
import io.millrace.answer.Answerer.Written;
import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingBatcher;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.TokenLimit;
import io.millrace.embed.Vector;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import io.millrace.failure.Retrier;
import io.millrace.index.ChunkFields;
import io.millrace.index.VectorStore;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.FilterFields;
import io.millrace.retrieve.FilterJson;
import io.millrace.retrieve.KnownFields;
import io.millrace.retrieve.ScoredChunk;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request from question to answer: embed, retrieve, answer. Each request gets one answer; the future fails only
 * for what a person must mend. Safe for use by many threads.
 */
public final class QueryEngine {
    private final EmbeddingBatcher questions;
    private final TokenCounter tokens;
    private final EmbeddingLimits limits;
    private final String embeddingModel;
    private final VectorStore store;
    private final KnownFields fields;
    private final Answerer answerer;
    private final Retrier retrier;
    private final Duration timeout;

    /** What the engine works with; it closes none of it. */
    public QueryEngine(
            EmbeddingStage embedding, VectorStore store, Answerer answerer, Retrier retrier, Duration timeout) {
        this.questions = embedding.questions();
        this.tokens = embedding.tokens();
        this.limits = embedding.limits();
        this.embeddingModel = embedding.name();
        this.store = store;
        this.fields = new KnownFields(store);
        this.answerer = answerer;
        this.retrier = retrier;
        this.timeout = timeout;
    }

    /**
     * How questions are embedded.
     *
     * @param name the embedding model's name
     * @param questions embeds in query mode
     * @param tokens counts as the model does
     * @param limits the model's
     */
    public record EmbeddingStage(
            String name, EmbeddingBatcher questions, TokenCounter tokens, EmbeddingLimits limits) {}

    /**
     * The request's answer.
     *
     * @param parts takes the answer's text piece by piece while it is written, on the models' threads, where the request
     *     wants deltas. When time runs out, pieces may come after the answer
     */
    public CompletableFuture<Answer> answer(Request request, AnswerParts parts) {
        Course course = new Course(request, parts);
        return check(request, course)
                .thenCompose(filter -> {
                    course.lap("validate");
                    return embed(request, course).thenCompose(vector -> {
                        course.lap("embed");
                        return retrieve(request, vector, filter, course).thenCompose(found -> {
                            course.lap("retrieve");
                            return conclude(request, vector, found, course);
                        });
                    });
                })
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> course.failed(failure, timeout));
    }

    private CompletableFuture<Filter> check(Request request, Course course) {
        Filter asked;
        try {
            asked = FilterJson.decode(request.filter());
        } catch (RejectedException e) {
            return CompletableFuture.failedFuture(e);
        }
        Filter filter = request.tenant() == null
                ? asked
                : new Filter.And(
                        List.of(new Filter.Equal(ChunkFields.TENANT, new Filter.Scalar.Text(request.tenant())), asked));
        return retrier.call(() -> fields.covering(FilterFields.of(filter)), course.timeLeft())
                .thenApply(known -> {
                    FilterFields.check(filter, known);
                    return filter;
                });
    }

    private CompletableFuture<Vector> embed(Request request, Course course) {
        String question = TokenLimit.cut(request.question(), limits.tokensPerInput(), tokens);
        int count = tokens.count(question);
        course.usage.put("embedding", new Usage(1, count, 0));
        return questions.embed(question, count);
    }

    private CompletableFuture<List<ScoredChunk>> retrieve(
            Request request, Vector vector, Filter filter, Course course) {
        ChunkQuery query = new ChunkQuery(vector, filter, request.topK(), request.minScore());
        return retrier.call(() -> store.search(query), course.timeLeft());
    }

    private CompletableFuture<Answer> conclude(Request request, Vector vector, List<ScoredChunk> found, Course course) {
        if (request.type() == Request.Type.SEARCH) {
            return CompletableFuture.completedFuture(course.searched(found));
        }
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(course.answered(Written.insufficient(
                    answerer.models().containsKey("chat") ? ChatAnswerer.STYLE : ExtractiveAnswerer.STYLE,
                    "no document was found that fits the question, its filter and its minScore",
                    Map.of())));
        }
        Duration timeLeft = course.timeLeft();
        if (timeLeft.isNegative()) {
            // The request was answered as failed: what a chat model would write now is paid for, and read by nobody.
            return CompletableFuture.failedFuture(new TimeoutException());
        }
        return retrier.call(() -> answerer.write(request.question(), vector, found, course.attempt()), timeLeft)
                .thenApply(written -> {
                    course.lap("answer");
                    return course.answered(written);
                });
    }

    /** What is known of one request on its way. Touched by one stage at a time, each after the one before. */
    private final class Course {
        private final Request request;
        private final AnswerParts parts;
        private final Map<String, Usage> usage = new LinkedHashMap<>();
        private final Map<String, Double> timings = new LinkedHashMap<>();
        private final long started = System.nanoTime();
        private long lapStarted = started;

        Course(Request request, AnswerParts parts) {
            this.request = request;
            this.parts = parts;
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

        void lap(String stage) {
            long now = System.nanoTime();
            timings.put(stage, (now - lapStarted) / 1e6);
            lapStarted = now;
        }

        Answer searched(List<ScoredChunk> found) {
            return finished(new Answer(
                    request.id(),
                    Status.ANSWERED,
                    null,
                    null,
                    List.of(),
                    Citations.ranked(found),
                    Map.of("embedding", embeddingModel),
                    usage,
                    timings,
                    null));
        }

        Answer answered(Written written) {
            usage.putAll(written.usage());
            Map<String, String> models = new LinkedHashMap<>(answerer.models());
            models.put("embedding", embeddingModel);
            return finished(new Answer(
                    request.id(),
                    written.status(),
                    written.text(),
                    written.style(),
                    written.citations(),
                    List.of(),
                    models,
                    usage,
                    timings,
                    written.reason()));
        }

        Answer failed(Throwable failure, Duration timeout) {
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

        private Answer finished(Answer answer) {
            timings.put("total", (System.nanoTime() - started) / 1e6);
            return answer;
        }
    }
}

package io.millrace.answer;

import io.millrace.answer.Answerer.Written;
import io.millrace.answer.kept.Conversation;
import io.millrace.embed.TokenLimit;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import io.millrace.failure.Retrier;
import io.millrace.retrieve.Evidence;
import io.millrace.retrieve.Examples;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.FilterFields;
import io.millrace.retrieve.FilterJson;
import io.millrace.retrieve.FilterTypes;
import io.millrace.retrieve.Retriever;
import io.millrace.retrieve.Retriever.Found;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request from question to answer: look for the answer it had, make it stand by itself, embed, retrieve, answer,
 * keep. Each request gets one answer; the future fails only for what a person must mend. Safe for use by many threads.
 */
final class QueryEngine {
    private final QueryStages stages;
    private final QueryRules rules;
    private final Recommendations recommendations;
    private final Retrier retrier;
    private final Conversations conversations = new Conversations();

    /** It closes none of these. */
    QueryEngine(QueryStages stages, QueryRules rules, Retrier retrier) {
        this.stages = stages;
        this.rules = rules;
        this.recommendations = new Recommendations(stages.retriever(), stages.embedding(), rules.access());
        this.retrier = retrier;
    }

    /**
     * The request's answer.
     *
     * @param parts takes the answer's text piece by piece while it is written, on the models' threads, where the request
     *     wants deltas. When time runs out, pieces may come after the answer
     */
    CompletableFuture<Answer> answer(Request request, AnswerParts parts) {
        Course course = new Course(request, parts, rules.timeout());
        Conversation conversation = Memory.conversation(request);
        CompletableFuture<Answer> answer =
                conversation == null ? run(course) : conversations.inTurn(conversation, () -> run(course));
        return answer.copy()
                .orTimeout(rules.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(course::failed);
    }

    private CompletableFuture<Answer> run(Course course) {
        if (course.timeLeft().isNegative()) {
            // It waited for its turn until it was answered as failed: what it costs from here would be read by nobody.
            return CompletableFuture.failedFuture(new TimeoutException());
        }
        return check(course).thenCompose(filter -> {
            course.lap("validate");
            return replayed(course).thenCompose(known -> known == null ? begin(course, filter) : completed(known));
        });
    }

    private CompletableFuture<Filter> check(Course course) {
        Request request = course.request;
        Filter filter;
        try {
            course.searchesBy(stages.retriever().mode(request.options(), request.minScore()));
            filter = rules.access().filter(request, FilterJson.decode(request.filter()));
        } catch (RejectedException e) {
            return CompletableFuture.failedFuture(e);
        }
        return retrier.call(() -> stages.fields().covering(FilterFields.of(filter)), course.timeLeft())
                .thenApply(known -> {
                    FilterFields.check(filter, known);
                    return FilterTypes.fit(filter, known);
                });
    }

    /** The answer that the request had before, as when a job that crashed reads it again. */
    private CompletableFuture<@Nullable Answer> replayed(Course course) {
        Memory memory = stages.memory();
        if (memory == null || course.request.type() != Request.Type.ASK) {
            return CompletableFuture.completedFuture(null);
        }
        return retrier.call(() -> memory.replayed(course.request), course.timeLeft());
    }

    private CompletableFuture<Answer> begin(Course course, Filter filter) {
        Examples examples = course.request.examples();
        if (examples != null) {
            return recommendations.find(course, examples, filter).thenApply(found -> {
                course.lap("retrieve");
                return course.searched(found);
            });
        }
        return condense(course)
                .thenCompose(nothing -> embed(course))
                .thenCompose(nothing -> reused(course))
                .thenCompose(known -> known == null ? retrieve(course, filter) : keep(course, course.reused(known)));
    }

    private CompletableFuture<Void> condense(Course course) {
        Conversation conversation = Memory.conversation(course.request);
        Memory memory = stages.memory();
        FollowUps followUps = stages.followUps();
        if (conversation == null || memory == null || followUps == null) {
            return CompletableFuture.completedFuture(null);
        }
        return retrier.call(() -> memory.turns(conversation), course.timeLeft())
                .thenCompose(turns -> turns.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : followUps
                                .condense(course.request.question(), turns, course.timeLeft())
                                .thenAccept(condensed -> {
                                    course.condensed(
                                            condensed,
                                            stages.answerer().models().get("chat"));
                                    course.lap("condense");
                                }));
    }

    private CompletableFuture<Void> embed(Course course) {
        boolean extractive = course.request.type() == Request.Type.ASK && !stages.writes();
        if (!Retriever.needsVector(course.mode()) && !extractive) {
            return CompletableFuture.completedFuture(null);
        }
        QueryStages.EmbeddingStage embedding = stages.embedding();
        String question = TokenLimit.cut(course.question(), embedding.limits().tokensPerInput(), embedding.tokens());
        int count = embedding.tokens().count(question);
        course.embeds(embedding.name(), count);
        return embedding.questions().embed(question, count).thenAccept(vector -> {
            course.embedded(vector);
            course.lap("embed");
        });
    }

    private CompletableFuture<@Nullable Answer> reused(Course course) {
        Memory memory = stages.memory();
        if (memory == null || course.request.type() != Request.Type.ASK) {
            return CompletableFuture.completedFuture(null);
        }
        return retrier.call(() -> memory.reused(course.request, course.vector()), course.timeLeft());
    }

    private CompletableFuture<Answer> retrieve(Course course, Filter filter) {
        Request request = course.request;
        Retriever.Wanted wanted = new Retriever.Wanted(
                course.question(), course.vector(), filter, request.topK(), request.minScore(), request.options());
        return stages.retriever().find(wanted, course.mode(), course::timeLeft).thenCompose(found -> {
            course.found(found);
            course.lap("retrieve");
            return request.type() == Request.Type.SEARCH
                    ? completed(course.searched(found))
                    : write(course, found).thenCompose(answer -> keep(course, answer));
        });
    }

    private CompletableFuture<Answer> write(Course course, Found found) {
        List<Evidence> evidence = found.evidence();
        if (evidence.isEmpty()) {
            return completed(course.answered(
                    Written.insufficient(
                            stages.writes() ? ChatAnswerer.STYLE : ExtractiveAnswerer.STYLE,
                            "no document was found that fits the question, its filter and its minScore",
                            Map.of()),
                    stages.answerer().models()));
        }
        Duration timeLeft = course.timeLeft();
        if (timeLeft.isNegative()) {
            // The request was answered as failed: what a chat model would write now is paid for, and read by nobody.
            return CompletableFuture.failedFuture(new TimeoutException());
        }
        return retrier.call(
                        () -> stages.answerer().write(course.question(), course.vector(), evidence, course.attempt()),
                        timeLeft)
                .thenApply(written -> {
                    course.lap("answer");
                    return course.answered(written, stages.answerer().models());
                });
    }

    /** Before it is sent: what is sent and not kept would be paid for again. An answer that can't be kept is still one. */
    private CompletableFuture<Answer> keep(Course course, Answer answer) {
        Memory memory = stages.memory();
        if (memory == null || answer.status() == Answer.Status.FAILED) {
            return completed(answer);
        }
        return retrier.call(
                        () -> memory.keep(course.request, answer, course.question(), course.vector()),
                        course.timeLeft())
                .handle((done, failure) -> failure == null ? answer : unkept(answer, failure));
    }

    private static Answer unkept(Answer answer, Throwable failure) {
        ClassifiedException classified = ClassifiedException.of(failure);
        if (classified.kind() == FailureKind.FATAL) {
            throw classified;
        }
        return answer.noticing(new Reason(
                "not-kept",
                "the answer couldn't be kept (%s): a replay pays for it again".formatted(classified.code())));
    }

    private static CompletableFuture<Answer> completed(@Nullable Answer answer) {
        return CompletableFuture.completedFuture(Objects.requireNonNull(answer));
    }
}

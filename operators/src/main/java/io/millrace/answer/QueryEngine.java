package io.millrace.answer;

import io.millrace.answer.Answerer.Written;
import io.millrace.answer.kept.Conversation;
import io.millrace.answer.kept.Turn;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
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
     * <p>When its time is over, the request is answered as failed, and what is under way for it is given up: a chat model
     * writes no further.
     *
     * @param parts takes the answer's text piece by piece while it is written, on the models' threads, where the request
     *     wants deltas. When time runs out, pieces may come after the answer
     */
    CompletableFuture<Answer> answer(Request request, AnswerParts parts) {
        Course course = new Course(request, parts, rules.timeout());
        Conversation conversation = Memory.conversation(request);
        CompletableFuture<Answer> answer =
                conversation == null ? run(course) : conversations.inTurn(conversation, () -> run(course));
        // A copy: the conversation's next question waits for this one's end, not for its time's.
        CompletableFuture<Answer> inTime = retrier.within(rules.timeout(), answer.copy());
        var unused = inTime.whenComplete((value, failure) -> course.end());
        return inTime.exceptionally(course::failed);
    }

    /** Requests of a tenant that can be answered at once; one more is refused. */
    int mostAtOnce() {
        return rules.admission().mostAtOnce();
    }

    private CompletableFuture<Answer> run(Course course) {
        if (course.isOver()) {
            // It waited for its turn until it was answered as failed: what it costs from here would be read by nobody.
            return CompletableFuture.failedFuture(new TimeoutException());
        }
        return check(course).thenCompose(filter -> {
            course.lap("validate");
            return replayed(course).thenCompose(known -> known == null ? admit(course, filter) : completed(known));
        });
    }

    /** A call of a stage: tried again for as long as the request has time, and given up with it. */
    private <T> CompletableFuture<T> call(Course course, Supplier<CompletableFuture<T>> call) {
        return course.during(retrier.call(call, course.timeLeft()));
    }

    private CompletableFuture<Filter> check(Course course) {
        Request request = course.request;
        if (!request.images().isEmpty() && !stages.answerer().looksAtImages()) {
            return CompletableFuture.failedFuture(
                    new RejectedException(
                            "images-off",
                            "'images' can't be given here: no chat model is configured that could look at them (chat.provider)"));
        }
        Filter filter;
        try {
            course.searchesBy(stages.retriever().mode(request.options(), request.minScore()));
            filter = rules.access().filter(request, FilterJson.decode(request.filter()));
        } catch (RejectedException e) {
            return CompletableFuture.failedFuture(e);
        }
        return call(course, () -> stages.fields().covering(FilterFields.of(filter)))
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
        return call(course, () -> memory.replayed(course.request));
    }

    /** After it was seen that it is no replay: what was answered once is answered again, whatever was taken meanwhile. */
    private CompletableFuture<Answer> admit(Course course, Filter filter) {
        return rules.admission()
                .enter(course.request.tenant(), () -> most(course.request))
                .thenCompose(place -> Retrier.start(() -> begin(course, filter, place))
                        .whenComplete((answer, failure) -> place.leave(taken(course, place))));
    }

    /** Tokens that the request may take, beside those of making its question self-standing. */
    private long most(Request request) {
        if (request.examples() != null) {
            return recommendations.most(request.examples());
        }
        QueryStages.EmbeddingStage embedding = stages.embedding();
        int question = Math.min(
                embedding.tokens().count(request.question()), embedding.limits().tokensPerInput());
        return request.type() == Request.Type.ASK
                ? question
                        + stages.answerer()
                                .most(request.question(), request.images().size())
                : question;
    }

    /** Of a call that was given up nobody says what it took. */
    private static long taken(Course course, Admission.Place place) {
        return course.isOver() ? Math.max(course.tokens(), place.most()) : course.tokens();
    }

    private CompletableFuture<Answer> begin(Course course, Filter filter, Admission.Place place) {
        Examples examples = course.request.examples();
        if (examples != null) {
            return recommendations.find(course, examples, filter).thenApply(found -> {
                course.lap("retrieve");
                return course.searched(found);
            });
        }
        return condense(course, place)
                .thenCompose(nothing -> embed(course))
                .thenCompose(nothing -> reused(course))
                .thenCompose(known -> known == null ? retrieve(course, filter) : keep(course, course.reused(known)));
    }

    private CompletableFuture<Void> condense(Course course, Admission.Place place) {
        Conversation conversation = Memory.conversation(course.request);
        Memory memory = stages.memory();
        FollowUps followUps = stages.followUps();
        if (conversation == null || memory == null || followUps == null) {
            return CompletableFuture.completedFuture(null);
        }
        return call(course, () -> memory.turns(conversation))
                .thenCompose(turns -> turns.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : condense(course, place, followUps, turns).thenAccept(condensed -> {
                            course.condensed(
                                    condensed, stages.answerer().models().get("chat"));
                            course.lap("condense");
                        }));
    }

    private CompletableFuture<Condensed> condense(
            Course course, Admission.Place place, FollowUps followUps, List<Turn> turns) {
        String question = course.request.question();
        try {
            place.setAside(
                    () -> followUps.most(question, turns, stages.embedding().tokens()));
        } catch (RejectedException e) {
            // The limit leaves an answer, if not this: the next best question is searched with.
            return CompletableFuture.completedFuture(followUps.carried(question, turns, e));
        }
        return course.during(followUps.condense(question, turns, course.timeLeft()));
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
        return course.during(embedding.questions().embed(question, count)).thenAccept(vector -> {
            course.embedded(vector);
            course.lap("embed");
        });
    }

    private CompletableFuture<@Nullable Answer> reused(Course course) {
        Memory memory = stages.memory();
        if (memory == null || course.request.type() != Request.Type.ASK) {
            return CompletableFuture.completedFuture(null);
        }
        return call(course, () -> memory.reused(course.request, course.vector()));
    }

    private CompletableFuture<Answer> retrieve(Course course, Filter filter) {
        Request request = course.request;
        Retriever.Wanted wanted = new Retriever.Wanted(
                course.question(), course.vector(), filter, request.topK(), request.minScore(), request.options());
        return course.during(stages.retriever().find(wanted, course.mode(), course::timeLeft))
                .thenCompose(found -> {
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
        List<Image> images =
                course.request.images().stream().map(Request.Shown::image).toList();
        if (course.isOver()) {
            // The request was answered as failed: what a chat model would write now is paid for, and read by nobody.
            return CompletableFuture.failedFuture(new TimeoutException());
        }
        return call(
                        course,
                        () -> stages.answerer()
                                .write(course.question(), images, course.vector(), evidence, course.attempt()))
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
        // Not given up with the request: it was paid for.
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

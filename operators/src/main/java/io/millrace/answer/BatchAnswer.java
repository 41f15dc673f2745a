package io.millrace.answer;

import io.millrace.answer.Answer.Status;
import io.millrace.answer.Request.Asked;
import io.millrace.failure.Reason;
import io.millrace.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The one answer to a batch of questions, each of which is answered as if it were a request of its own: in its own time, kept
 * by itself, and failing by itself. What a person must mend fails all.
 */
final class BatchAnswer {
    private final QueryEngine engine;
    private final Request batch;
    private final long started = System.nanoTime();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReferenceArray<Answer> answers;

    private BatchAnswer(QueryEngine engine, Request batch) {
        this.engine = engine;
        this.batch = batch;
        this.answers = new AtomicReferenceArray<>(batch.questions().size());
    }

    /**
     * The request's answer, whether it is a batch or not.
     *
     * @param atOnce questions of a batch that are worked on at a time, as far as its tenant's limit goes
     */
    static CompletableFuture<Answer> of(QueryEngine engine, Request request, AnswerParts parts, int atOnce) {
        if (request.questions().isEmpty()) {
            return engine.answer(request, parts);
        }
        BatchAnswer batch = new BatchAnswer(engine, request);
        // A batch isn't refused for what it does at once itself.
        CompletableFuture<?>[] lanes = new CompletableFuture<?>[Math.min(atOnce, engine.mostAtOnce())];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = batch.answerOnwards();
        }
        return CompletableFuture.allOf(lanes).thenApply(done -> batch.whole());
    }

    /** One question after another, as long as there are some that nobody has taken. */
    private CompletableFuture<Void> answerOnwards() {
        int index = next.getAndIncrement();
        if (index >= batch.questions().size()) {
            return CompletableFuture.completedFuture(null);
        }
        return answer(index).thenCompose(answer -> {
            answers.set(index, answer);
            return answerOnwards();
        });
    }

    private CompletableFuture<Answer> answer(int index) {
        Reason refusal = batch.questions().get(index).refusal();
        return refusal == null
                ? engine.answer(batch.part(index), AnswerParts.UNWANTED)
                : CompletableFuture.completedFuture(Answer.without(batch.id(), Status.REJECTED, refusal));
    }

    private Answer whole() {
        List<QuestionAnswer> each = new ArrayList<>();
        Map<String, String> models = new TreeMap<>();
        Map<String, Usage> usage = new TreeMap<>();
        for (int i = 0; i < answers.length(); i++) {
            Answer answer = answers.get(i);
            Asked asked = batch.questions().get(i);
            each.add(QuestionAnswer.of(asked.refusal() == null ? asked.question() : null, answer));
            models.putAll(answer.models());
            answer.usage().forEach((role, taken) -> usage.merge(role, taken, Usage::plus));
        }
        Status status = status(each);
        Reason error = status == Status.ANSWERED
                ? null
                : new Reason(
                        "no-question-answered",
                        "none of the %d questions was answered: 'answers' says why of each".formatted(each.size()));
        return new Answer(
                batch.id(),
                status,
                null,
                null,
                List.of(),
                List.of(),
                Map.copyOf(models),
                Map.copyOf(usage),
                Map.of("total", (System.nanoTime() - started) / 1e6),
                error,
                null,
                List.of(),
                null,
                List.copyOf(each));
    }

    /** Answered if one of them was; else what leaves most hope. */
    private static Status status(List<QuestionAnswer> each) {
        for (Status status : List.of(Status.ANSWERED, Status.FAILED, Status.INSUFFICIENT_CONTEXT)) {
            if (each.stream().anyMatch(one -> one.status() == status)) {
                return status;
            }
        }
        return Status.REJECTED;
    }
}

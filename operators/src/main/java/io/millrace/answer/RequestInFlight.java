package io.millrace.answer;

import io.millrace.answer.Answer.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request that is being answered, with what has come of it and wasn't taken yet. Told on any thread; taken on the
 * task's. Pieces that come before they are taken make one delta.
 */
final class RequestInFlight implements AnswerParts {
    private final Request request;
    private final Consumer<RequestInFlight> news;
    private final StringBuilder text = new StringBuilder();
    private boolean restarts = true;
    private boolean announced;
    private int sequence;
    private @Nullable Answer answer;

    /** @param news told on whichever thread when there is something to take, once until it is taken */
    RequestInFlight(Request request, Consumer<RequestInFlight> news) {
        this.request = request;
        this.news = news;
    }

    /**
     * What has come of a request.
     *
     * @param deltas to pass on before the answer
     * @param answer null when it isn't there yet
     */
    record News(List<AnswerDelta> deltas, @Nullable Answer answer) {}

    Request request() {
        return request;
    }

    @Override
    public synchronized void startOver() {
        text.setLength(0);
        restarts = true;
    }

    @Override
    public void tell(String part) {
        if (part.isEmpty() || !add(part)) {
            return;
        }
        news.accept(this);
    }

    /** The first answer counts; what is told after it has come too late. */
    void answered(Answer given) {
        if (conclude(given)) {
            news.accept(this);
        }
    }

    /** What has come since it was last called. */
    synchronized News take() {
        announced = false;
        List<AnswerDelta> deltas = new ArrayList<>();
        if (request.deltas()) {
            tellWhatNobodyWrote();
            if (!text.isEmpty()) {
                deltas.add(delta(text.toString(), null));
                text.setLength(0);
            }
            if (answer != null) {
                deltas.add(delta("", answer.status()));
            }
        }
        return new News(deltas, answer);
    }

    /** Of an answer that no model writes piece by piece, such as a quoted one or one that was kept, it is told whole. */
    private void tellWhatNobodyWrote() {
        if (restarts
                && text.isEmpty()
                && answer != null
                && answer.status() == Status.ANSWERED
                && answer.answer() != null) {
            text.append(answer.answer());
        }
    }

    private AnswerDelta delta(String piece, @Nullable Status status) {
        AnswerDelta delta = new AnswerDelta(request.id(), sequence, piece, restarts, status);
        sequence++;
        restarts = false;
        return delta;
    }

    /** Whether that is news. */
    private synchronized boolean add(String part) {
        if (answer != null) {
            return false;
        }
        text.append(part);
        return announce();
    }

    private synchronized boolean conclude(Answer given) {
        if (answer != null) {
            return false;
        }
        answer = given;
        return announce();
    }

    private boolean announce() {
        boolean first = !announced;
        announced = true;
        return first;
    }
}

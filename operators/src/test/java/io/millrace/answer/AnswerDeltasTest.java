package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Stage;
import io.millrace.answer.Answer.Status;
import io.millrace.answer.DictatedChatModel.Call;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnswerDeltasTest {
    private final AnsweredMill mill = new AnsweredMill();
    private final DictatedChatModel chat = new DictatedChatModel();
    private Stage<Request, Answer> stage;

    @BeforeEach
    void open() throws Exception {
        mill.fill();
        stage = Stage.of(mill.written(chat, 4), Request.class);
    }

    @Test
    void comeInOrderAsTheyAreWrittenAndThenTheLastOne() throws Exception {
        stage.take(AnsweredMill.streamed("r1"));
        Call call = chat.next();

        call.say("Sto");
        stage.runMails();
        assertThat(deltas()).containsExactly(new AnswerDelta("r1", 0, "Sto", true, null));

        call.say("nes ");
        stage.runMails();
        call.say("[1].");
        call.end("Stones [1].");
        stage.finish();

        assertThat(deltas())
                .containsExactly(
                        new AnswerDelta("r1", 0, "Sto", true, null),
                        new AnswerDelta("r1", 1, "nes ", false, null),
                        new AnswerDelta("r1", 2, "[1].", false, null),
                        new AnswerDelta("r1", 3, "", false, Status.ANSWERED));
        assertThat(stage.out()).extracting(Answer::answer).containsExactly("Stones [1].");
    }

    @Test
    void goTogetherWhereTheTaskIsBusyMeanwhile() throws Exception {
        stage.take(AnsweredMill.streamed("r1"));
        Call call = chat.next();

        call.say("Sto");
        call.say("nes ");
        stage.runMails();

        assertThat(deltas()).containsExactly(new AnswerDelta("r1", 0, "Stones ", true, null));
        stage.close();
    }

    @Test
    void keepTheOrderOfEachRequestAmongOthers() throws Exception {
        stage.take(AnsweredMill.streamed("r1"));
        Call one = chat.next();
        stage.take(AnsweredMill.streamed("r2"));
        Call two = chat.next();

        one.say("a");
        two.say("x");
        stage.runMails();
        two.say("y");
        one.say("b");
        stage.runMails();
        stage.close();

        assertThat(deltas())
                .extracting(AnswerDelta::id, AnswerDelta::sequence, AnswerDelta::text)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("r1", 0, "a"),
                        org.assertj.core.groups.Tuple.tuple("r2", 0, "x"),
                        org.assertj.core.groups.Tuple.tuple("r2", 1, "y"),
                        org.assertj.core.groups.Tuple.tuple("r1", 1, "b"));
    }

    @Test
    void sayThatTheTextBeginsAnewWhereTheModelBrokeOff() throws Exception {
        stage.take(AnsweredMill.streamed("r1"));
        Call broken = chat.next();
        broken.say("Sto");
        stage.runMails();
        broken.say("nev");
        broken.fail(new TransientException("connection-failed", "the stream broke", Duration.ZERO, null));

        Call again = chat.next();
        again.say("Stones ");
        again.say("[1].");
        again.end("Stones [1].");
        stage.finish();

        assertThat(deltas())
                .containsExactly(
                        new AnswerDelta("r1", 0, "Sto", true, null),
                        new AnswerDelta("r1", 1, "Stones [1].", true, null),
                        new AnswerDelta("r1", 2, "", false, Status.ANSWERED));
    }

    @Test
    void voidWhatWasToldWhereNoTryGotToTheEnd() throws Exception {
        stage.take(AnsweredMill.streamed("r1"));
        Call broken = chat.next();
        broken.say("Sto");
        stage.runMails();
        broken.fail(new TransientException("connection-failed", "the stream broke", Duration.ZERO, null));
        chat.next().fail(new RejectedException("content-filter", "refused"));
        stage.finish();

        assertThat(deltas())
                .containsExactly(
                        new AnswerDelta("r1", 0, "Sto", true, null),
                        new AnswerDelta("r1", 1, "", true, Status.REJECTED));
    }

    @Test
    void endWithTheAnswerWhateverComesAfter() throws Exception {
        stage.take(AnsweredMill.streamed("r1"));
        Call call = chat.next();
        call.say("Sto");
        stage.runMails();
        stage.setTaskTime(Duration.ofSeconds(60).toMillis());

        call.say("nes ");
        call.end("Stones [1].");
        stage.finish();

        assertThat(deltas())
                .containsExactly(
                        new AnswerDelta("r1", 0, "Sto", true, null),
                        new AnswerDelta("r1", 1, "", false, Status.FAILED));
        assertThat(stage.out()).extracting(Answer::status).containsExactly(Status.FAILED);
    }

    @Test
    void areNotToldWhereNobodyAskedForThem() throws Exception {
        stage.take(AnsweredMill.request("r1"));
        Call call = chat.next();

        call.end("Stones [1].");
        stage.finish();

        assertThat(call.parts()).as("what the model would tell pieces to").isNull();
        assertThat(deltas()).isEmpty();
        assertThat(stage.out()).hasSize(1);
    }

    @Test
    void tellAQuotedAnswerWholeAndOfASearchOnlyThatItIsOver() throws Exception {
        Stage<Request, Answer> quoting = Stage.of(mill.extractive(1), Request.class);
        quoting.take(AnsweredMill.streamed("r1"));
        quoting.take(AnsweredMill.streamedSearch("r2"));
        quoting.finish();
        quoting.close();

        assertThat(quoting.side(AnswerFactory.DELTAS))
                .containsExactly(
                        new AnswerDelta("r1", 0, "“The mill wheel turns the stones.” [1]", true, null),
                        new AnswerDelta("r1", 1, "", false, Status.ANSWERED),
                        new AnswerDelta("r2", 0, "", true, Status.ANSWERED));
    }

    @Test
    void beginAnewWhereAnotherTaskTakesTheRequestUpAgain() throws Exception {
        stage.take(AnsweredMill.streamed("r1"));
        chat.next().say("Sto");
        OperatorSubtaskState checkpoint = stage.checkpoint(1);
        assertThat(deltas()).hasSize(1);
        stage.close();

        DictatedChatModel other = new DictatedChatModel();
        Stage<Request, Answer> after = Stage.of(mill.reopened().written(other, 4), Request.class, checkpoint);
        Call call = other.next();
        call.say("Stones [1].");
        call.end("Stones [1].");
        after.finish();
        after.close();

        assertThat(after.side(AnswerFactory.DELTAS))
                .containsExactly(
                        new AnswerDelta("r1", 0, "Stones [1].", true, null),
                        new AnswerDelta("r1", 1, "", false, Status.ANSWERED));
    }

    private List<AnswerDelta> deltas() {
        return stage.side(AnswerFactory.DELTAS);
    }
}

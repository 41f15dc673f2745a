package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.Stage;
import io.millrace.answer.Answer.Status;
import io.millrace.answer.DictatedChatModel.Call;
import io.millrace.answer.Request.Asked;
import io.millrace.failure.FatalException;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several questions in one request. */
@Timeout(60)
class BatchAnswerTest {
    private static final Asked WHEEL = new Asked("what does the mill wheel turn", null);
    private static final Asked STONES = new Asked("what turns the stones", null);
    private static final Asked BAD = Asked.refused(new Reason("wrong-type", "'questions[1]' must be a string"));

    private final AnsweredMill mill = new AnsweredMill();
    private final DictatedChatModel chat = new DictatedChatModel();

    @BeforeEach
    void fillTheStore() {
        mill.fill();
    }

    @Test
    void hasOneAnswerWithThatToEachQuestionInItsPlace() throws Exception {
        Answer answer = answer(mill.extractive(4), AnsweredMill.batch("b", WHEEL, BAD, STONES));

        assertThat(answer).returns("b", Answer::id).returns(Status.ANSWERED, Answer::status);
        assertThat(answer.answers())
                .extracting(QuestionAnswer::question)
                .containsExactly(WHEEL.question(), null, STONES.question());
        assertThat(answer.answers())
                .extracting(QuestionAnswer::status)
                .containsExactly(Status.ANSWERED, Status.REJECTED, Status.ANSWERED);
        assertThat(answer.answers().get(1).error()).isEqualTo(BAD.refusal());
        assertThat(answer.answers().get(0).citations())
                .extracting(Citation::documentId)
                .containsExactly("wheel");
    }

    @Test
    void addsUpWhatItsQuestionsTook() throws Exception {
        Answer answer =
                answer(mill.written(new FixedChatModel("Stones [1]."), 4), AnsweredMill.batch("b", WHEEL, BAD, STONES));

        assertThat(answer.usage())
                .containsEntry("chat", new Usage(2, 100, 10))
                .containsEntry("embedding", new Usage(2, 10, 0));
        assertThat(answer.models()).containsEntry("chat", "fixed/one-reply");
        assertThat(answer.timings()).containsOnlyKeys("total");
    }

    @Test
    void failsOnlyTheQuestionThatAModelRefused() throws Exception {
        Stage<Request, Answer> stage = Stage.of(mill.written(chat, 4), Request.class);
        stage.take(AnsweredMill.batch("b", WHEEL, STONES));
        chat.next().fail(new RejectedException("refused", "the model won't say"));
        chat.next().end("The wheel [1].");
        stage.finish();
        stage.close();

        assertThat(stage.out()).singleElement().returns(Status.ANSWERED, Answer::status);
        assertThat(stage.out().get(0).answers())
                .extracting(QuestionAnswer::status)
                .containsExactlyInAnyOrder(Status.REJECTED, Status.ANSWERED);
    }

    @Test
    void isAnsweredSoWhereNoQuestionWas() throws Exception {
        Answer answer = answer(mill.extractive(4), AnsweredMill.batch("b", BAD, BAD));

        assertThat(answer.status()).isEqualTo(Status.REJECTED);
        assertThat(answer.error())
                .isEqualTo(new Reason(
                        "no-question-answered", "none of the 2 questions was answered: 'answers' says why of each"));
        assertThat(answer.answers()).hasSize(2);
    }

    @Test
    void worksOnNoMoreQuestionsAtOnceThanRequestsMayBe() throws Exception {
        Stage<Request, Answer> stage = Stage.of(mill.written(chat, 2), Request.class);
        stage.take(AnsweredMill.batch("b", WHEEL, STONES, new Asked("what is a mill", null)));
        Call first = chat.next();
        chat.next().end("The wheel [1].");
        Call third = chat.next();

        assertThat(chat.isIdle()).isTrue();
        third.end("A mill [1].");
        first.end("Stones [1].");
        stage.finish();
        stage.close();

        assertThat(stage.out())
                .singleElement()
                .returns(
                        List.of(Status.ANSWERED, Status.ANSWERED, Status.ANSWERED),
                        answer -> answer.answers().stream()
                                .map(QuestionAnswer::status)
                                .toList());
    }

    @Test
    void leavesNoPlaceToOthersThatItsQuestionsTake() throws Exception {
        Stage<Request, Answer> stage = Stage.of(mill.written(new SlowChatModel(), 3), Request.class);
        for (int i = 0; i < 10; i++) {
            stage.take(AnsweredMill.batch("b" + i, WHEEL, STONES));
            // Another batch doesn't fit beside one.
            assertThat(stage.out().size()).as("after %d", i + 1).isGreaterThanOrEqualTo(i);
        }
        stage.finish();
        stage.close();

        assertThat(stage.out()).hasSize(10);
    }

    @Test
    void hasTheTimeOfAsManyRequestsAsComeAfterEachOther() throws Exception {
        Stage<Request, Answer> stage = Stage.of(mill.written(chat, 1), Request.class);
        stage.take(AnsweredMill.batch("b", WHEEL, STONES));

        stage.setTaskTime(Duration.ofSeconds(119).toMillis());
        stage.runMails();
        assertThat(stage.out()).isEmpty();
        stage.setTaskTime(Duration.ofMinutes(2).toMillis());
        stage.finish();
        stage.close();

        assertThat(stage.out()).singleElement().returns(Status.FAILED, Answer::status);
    }

    @Test
    void stopsTheJobForWhatAPersonMustMend() throws Exception {
        Stage<Request, Answer> stage = Stage.of(mill.extractive(4), Request.class);
        mill.model().failNext(new FatalException("wrong-key", "embedding.api-key isn't right"));

        Throwable told = catchThrowable(() -> {
            stage.take(AnsweredMill.batch("b", WHEEL, STONES));
            stage.finish();
        });

        stage.close();
        assertThat(ExceptionUtils.findThrowable(told, SuppressRestartsException.class))
                .isPresent();
        assertThat(told).hasRootCauseMessage("embedding.api-key isn't right");
    }

    private static Answer answer(AnswerFactory factory, Request batch) throws Exception {
        Stage<Request, Answer> stage = Stage.of(factory, Request.class);
        stage.take(batch);
        stage.finish();
        stage.close();
        return stage.out().get(0);
    }
}

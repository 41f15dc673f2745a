package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.Gauges;
import io.millrace.Stage;
import io.millrace.answer.Answer.Status;
import io.millrace.answer.DictatedChatModel.Call;
import io.millrace.failure.FatalException;
import io.millrace.failure.Reason;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnswerOperatorTest {
    private final AnsweredMill mill = new AnsweredMill();
    private final DictatedChatModel chat = new DictatedChatModel();

    @BeforeEach
    void fillTheStore() {
        mill.fill();
    }

    @Test
    void answersEachRequestOnce() throws Exception {
        Stage<Request, Answer> stage = open(mill.extractive(4));
        stage.take(AnsweredMill.request("r1"));
        stage.take(AnsweredMill.request("r2"));
        stage.finish();
        stage.close();

        assertThat(stage.out()).extracting(Answer::id).containsExactlyInAnyOrder("r1", "r2");
        assertThat(stage.out()).extracting(Answer::style).containsOnly("extractive");
    }

    @Test
    void writesWithAChatModelWhereThereIsOne() throws Exception {
        Stage<Request, Answer> stage = open(mill.written(new FixedChatModel("Stones [1]."), 4));
        stage.take(AnsweredMill.request("r1"));
        stage.finish();
        stage.close();

        assertThat(stage.out())
                .singleElement()
                .returns("Stones [1].", Answer::answer)
                .returns("generated", Answer::style);
    }

    @Test
    void handsAnAnswerOnWhileAnEarlierRequestWaits() throws Exception {
        Stage<Request, Answer> stage = open(mill.written(chat, 4));
        stage.take(AnsweredMill.request("r1"));
        Call first = chat.next();
        stage.take(AnsweredMill.request("r2"));
        Call second = chat.next();

        second.end("Stones [1].");
        stage.runMails();
        assertThat(stage.out()).extracting(Answer::id).containsExactly("r2");

        first.end("Stones [1].");
        stage.finish();
        stage.close();
        assertThat(stage.out()).extracting(Answer::id).containsExactly("r2", "r1");
    }

    @Test
    void keepsRequestsApartThatComeInOneRecord() throws Exception {
        Stage<Request, Answer> stage = open(mill.extractive(4));
        stage.takeInOneRecord(List.of(AnsweredMill.request("r1"), AnsweredMill.request("r2")));
        stage.finish();
        stage.close();

        assertThat(stage.out()).extracting(Answer::id).containsExactlyInAnyOrder("r1", "r2");
    }

    @Test
    void takesNoMoreRequestsThanItMayWorkOnAtOnce() throws Exception {
        Stage<Request, Answer> stage = open(mill.written(new SlowChatModel(), 3));

        for (int i = 0; i < 50; i++) {
            stage.take(AnsweredMill.request("r" + i));
            assertThat(stage.out().size()).as("after %d", i + 1).isGreaterThanOrEqualTo(i + 1 - 3);
        }
        stage.finish();
        stage.close();

        assertThat(stage.out()).hasSize(50);
    }

    @Test
    void showsWhatItSpentByModelAndTenant() throws Exception {
        Gauges gauges = new Gauges();
        Stage<Request, Answer> stage = Stage.of(mill.extractive(4), Request.class, gauges.task());
        stage.take(AnsweredMill.request("r1", "acme"));
        stage.take(AnsweredMill.request("r2", "acme"));
        stage.take(AnsweredMill.request("r3", null));
        stage.finish();

        // A question of six words each time: no document is a tenant's, so nothing else is embedded for acme.
        assertThat(gauges.value("spend.model.hashing/words.tenant.acme.requests"))
                .isEqualTo(2L);
        assertThat(gauges.value("spend.model.hashing/words.tenant.acme.tokens")).isEqualTo(12L);
        assertThat(gauges.value("spend.model.hashing/words.tenant.acme.nanos")).isEqualTo(240L);
        // Those of the third answer were embedded too: the question's and the sentences'.
        assertThat(gauges.value("spend.model.hashing/words.requests"))
                .isEqualTo(stage.out().stream()
                        .flatMap(answer -> answer.usage().values().stream())
                        .mapToLong(Usage::requests)
                        .sum());
        assertThat(gauges.value("query.answers")).isEqualTo(3L);
        stage.close();
    }

    @Test
    void stopsTheJobForWhatAPersonMustMendAndShowsNoQuestion() throws Exception {
        Stage<Request, Answer> stage = open(mill.extractive(4));
        mill.model().failNext(new FatalException("wrong-key", "embedding.api-key isn't right"));

        Throwable told = catchThrowable(() -> {
            stage.take(AnsweredMill.request("r1"));
            stage.finish();
        });

        stage.close();
        assertThat(ExceptionUtils.findThrowable(told, SuppressRestartsException.class))
                .isPresent();
        assertThat(told).hasRootCauseMessage("embedding.api-key isn't right");
        assertThat(ExceptionUtils.stringifyException(told)).doesNotContain("what does");
    }

    @Test
    void failsNothingWhenItIsClosedWithRequestsInFlight() throws Exception {
        Stage<Request, Answer> stage = open(mill.extractive(100));
        mill.model().hold();
        for (int i = 0; i < 40; i++) {
            stage.take(AnsweredMill.request("waits " + i));
        }

        stage.close();
        mill.model().release();

        assertThat(catchThrowable(stage::runMails)).isNull();
        assertThat(stage.out()).isEmpty();
        assertThat(mill.store().isClosed()).isTrue();
    }

    @Test
    void closesTheRestWhereOneCannotBeClosed() throws Exception {
        Stage<Request, Answer> stage = open(mill.written(
                new FixedChatModel("x") {
                    @Override
                    public void close() {
                        throw new IllegalStateException("won't close");
                    }
                },
                4));

        assertThatThrownBy(stage::close).hasStackTraceContaining("won't close");
        assertThat(mill.store().isClosed()).isTrue();
    }

    @Test
    void answersARequestThatADefectWouldLeaveWithoutOne() throws Exception {
        Stage<Request, Answer> stage = open(mill.written(chat, 4));
        stage.take(AnsweredMill.request("r1"));
        Call call = chat.next();

        stage.setTaskTime(Duration.ofSeconds(59).toMillis());
        stage.runMails();
        assertThat(stage.out()).isEmpty();
        stage.setTaskTime(Duration.ofSeconds(60).toMillis());
        stage.finish();

        Answer late =
                Answer.without("r1", Status.FAILED, new Reason("timeout", "no answer within twice query.timeout"));
        assertThat(stage.out()).containsExactly(late);
        call.end("Stones [1].");
        stage.runMails();
        assertThat(stage.out()).containsExactly(late);
        stage.close();
    }

    @Test
    void takesRequestsUpAgainThatWereInFlightAtACheckpoint() throws Exception {
        Stage<Request, Answer> before = open(mill.written(chat, 100));
        List<String> ids = IntStream.range(0, 10).mapToObj(i -> "r" + i).toList();
        for (String id : ids) {
            before.take(AnsweredMill.request(id));
        }
        OperatorSubtaskState checkpoint = before.checkpoint(1);
        before.close();

        Stage<Request, Answer> after =
                Stage.of(mill.reopened().written(new FixedChatModel("Stones [1]."), 3), Request.class, checkpoint);
        after.take(AnsweredMill.request("new"));
        after.finish();
        after.close();

        assertThat(after.out())
                .extracting(Answer::id)
                .hasSize(11)
                .containsAll(ids)
                .contains("new");
    }

    @Test
    void keepsThoseThatNoPlaceWasFreeForYetInTheNextCheckpointToo() throws Exception {
        Stage<Request, Answer> first = open(mill.written(chat, 100));
        for (int i = 0; i < 10; i++) {
            first.take(AnsweredMill.request("r" + i));
        }
        OperatorSubtaskState checkpoint = first.checkpoint(1);
        first.close();
        Stage<Request, Answer> second =
                Stage.of(mill.reopened().written(new DictatedChatModel(), 2), Request.class, checkpoint);
        OperatorSubtaskState next = second.checkpoint(2);
        second.close();

        Stage<Request, Answer> third =
                Stage.of(mill.reopened().written(new FixedChatModel("Stones [1]."), 4), Request.class, next);
        third.finish();
        third.close();

        assertThat(third.out()).extracting(Answer::id).doesNotHaveDuplicates().hasSize(10);
    }

    @Test
    void asksNothingAgainThatWasAnsweredBeforeACheckpoint() throws Exception {
        Stage<Request, Answer> before = open(mill.written(chat, 4));
        before.take(AnsweredMill.request("r1"));
        chat.next().end("Stones [1].");
        // Its mail isn't read yet.
        OperatorSubtaskState checkpoint = before.checkpoint(1);
        before.close();
        assertThat(before.out()).extracting(Answer::id).containsExactly("r1");

        Stage<Request, Answer> after = Stage.of(mill.reopened().extractive(4), Request.class, checkpoint);
        after.finish();
        after.close();

        assertThat(after.out()).isEmpty();
    }

    @Test
    void takesRequestsUpWhereThoseAfterThemGoWhateverTheParallelism() throws Exception {
        Stage<Request, Answer> before = open(mill.written(chat, 10));
        List<Request> requests = IntStream.range(0, 10)
                .mapToObj(i -> AnsweredMill.request("r" + i))
                .toList();
        for (Request request : requests) {
            before.take(request);
        }
        OperatorSubtaskState checkpoint = before.checkpoint(1);
        before.close();

        for (int subtask = 0; subtask < 2; subtask++) {
            Stage<Request, Answer> after = Stage.ofSubtask(mill.reopened().extractive(4), subtask, 2, checkpoint);
            after.finish();
            after.close();

            int own = subtask;
            assertThat(after.out())
                    .extracting(Answer::id)
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(requests.stream()
                            .filter(request -> new RequestRoute(false).subtask(request, 2) == own)
                            .map(Request::id)
                            .toList());
        }
    }

    private static Stage<Request, Answer> open(AnswerFactory factory) throws Exception {
        return Stage.of(factory, Request.class);
    }
}

package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Schema;
import io.millrace.Stage;
import io.millrace.answer.Answer.Status;
import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.failure.Reason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestFunctionTest {
    private static final Origin ORIGIN = Origin.ofTopic("requests", 2, 17, 0);

    private Stage<SourceRecord, Request> stage;

    @BeforeEach
    void open() throws Exception {
        stage = Stage.of(new RequestFunction(new RequestLimits(5, 100, null, 2000, false)));
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void passesOnARequestThatIsInOrder() throws Exception {
        stage.take(record("r1", "{\"type\": \"ask\", \"question\": \"why?\"}"));

        assertThat(stage.out())
                .containsExactly(new Request("r1", Request.Type.ASK, "why?", null, "{}", 5, null, ORIGIN));
        assertThat(stage.side(RequestFunction.REFUSED)).isEmpty();
    }

    @Test
    void answersARefusedRequestAtOnceWithoutADeadLetter() throws Exception {
        stage.take(record("r1", "{\"type\": \"dance\", \"question\": \"why?\"}"));

        assertThat(stage.out()).isEmpty();
        assertThat(stage.side(RequestFunction.REFUSED))
                .containsExactly(Answer.without(
                        "r1",
                        Status.REJECTED,
                        new Reason("unknown-type", "Unknown request type 'dance'. Known: ask, search, recommend")));
        assertThat(stage.side(DeadLetters.TAG)).isEmpty();
    }

    @Test
    void keepsBytesThatNoRequestCanBeReadFromAndAnswersThemToo() throws Exception {
        stage.take(record(null, "{broken"));

        assertThat(stage.side(RequestFunction.REFUSED)).singleElement().returns("requests-2@17", Answer::id);
        assertThat(stage.side(DeadLetters.TAG))
                .singleElement()
                .returns("request", DeadLetter::stage)
                .returns(Bytes.utf8("{broken"), DeadLetter::record);
    }

    @Test
    void answersARecordWithoutAValue() throws Exception {
        stage.take(new SourceRecord(ORIGIN, SourceRecord.Format.JSON, "r1", null, null, null));

        assertThat(stage.side(RequestFunction.REFUSED))
                .containsExactly(Answer.without(
                        "r1",
                        Status.REJECTED,
                        new Reason("empty-request", "a request must have a value: a JSON object")));
    }

    @Test
    void knowsTheTypesOfTheSchema() {
        assertThat(Arrays.stream(Request.Type.values()).map(Request.Type::wireName))
                .containsExactlyElementsOf(Schema.of("request").allowed("/properties/type"));
    }

    @Test
    void showsNoQuestionWhereFlinkShowsARecord() throws Exception {
        stage.take(record("r1", "{\"type\": \"ask\", \"question\": \"secret?\"}"));

        assertThat(stage.out()).singleElement().hasToString("Request[id=r1, type=ask, origin=requests-2@17]");
    }

    private static SourceRecord record(@Nullable String key, String value) {
        return new SourceRecord(ORIGIN, SourceRecord.Format.JSON, key, null, Bytes.utf8(value), null);
    }
}

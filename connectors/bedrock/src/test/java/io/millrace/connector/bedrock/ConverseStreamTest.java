package io.millrace.connector.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.Role;
import io.millrace.connector.bedrock.stub.EventMessage;
import io.millrace.connector.bedrock.stub.StubBedrock;
import io.millrace.connector.bedrock.stub.StubReply;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConverseStreamTest extends BedrockWireContract {
    private static final byte[] START = EventMessage.event("messageStart", "{\"role\":\"assistant\"}");
    private static final byte[] A_WORD =
            EventMessage.event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"A\"}}");
    private static final byte[] STOP = EventMessage.event("messageStop", "{\"stopReason\":\"end_turn\"}");

    private final List<String> pieces = new CopyOnWriteArrayList<>();

    ConverseStreamTest() {
        super("chat", StubBedrock.CHAT_MODEL);
    }

    @Override
    protected Calling open(TestSettings with) {
        ChatModel model = new BedrockChatProvider().open(with.settings());
        return new Calling() {
            @Override
            public CompletableFuture<Reply> call(String text) {
                return model.reply(ConverseTest.prompt(new Message(Role.USER, text)), pieces::add);
            }

            @Override
            public void close() {
                model.close();
            }
        };
    }

    @Test
    void tellsEachPieceAsItComes() {
        open(settings()).call("one two three").join();

        assertThat(pieces).containsExactly("You", " asked:", " one", " two", " three");
    }

    @ParameterizedTest
    @CsvSource({
        "throttlingException, TRANSIENT, rate-limited",
        "internalServerException, TRANSIENT, unavailable",
        "serviceUnavailableException, TRANSIENT, unavailable",
        "modelStreamErrorException, TRANSIENT, unavailable",
        "validationException, REJECTED, validation-exception"
    })
    void knowsWhatAnExceptionInAStreamMeans(String exception, FailureKind kind, String code) {
        stub().next(StubReply.stream(
                List.of(START, A_WORD, EventMessage.exception(exception, "{\"message\":\"no\"}"))));

        ClassifiedException failure = Failures.of(open(settings()).call("wheel"));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(pieces).containsExactly("A");
    }

    @Test
    void doesNotTakeHalfAReplyForOne() {
        stub().next(StubReply.stream(List.of(START, A_WORD)));

        assertThat(Failures.of(open(settings()).call("wheel")))
                .hasMessageContaining("but the body ends before the reply does");
    }

    @Test
    void doesNotTakeADamagedMessageForOne() {
        byte[] damaged = A_WORD.clone();
        damaged[damaged.length - 6] ^= 1;
        stub().next(StubReply.stream(List.of(START, damaged, STOP)));

        ClassifiedException failure = Failures.of(open(settings()).call("wheel"));

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo("unreadable-reply");
    }

    @Test
    void countsTokensWhereNobodyElseDid() {
        stub().next(StubReply.stream(List.of(START, A_WORD, STOP)));

        Object reply = open(settings()).call("wheel").join();

        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.class,
                        whole -> assertThat(whole.usage().inputTokens()).isPositive());
    }
}

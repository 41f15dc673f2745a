package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.Role;
import io.millrace.failure.ClassifiedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ChatModel} keeps, whoever makes it. */
public abstract class ChatModelContract {
    private ChatModel model;

    /** A model that answers. */
    protected abstract ChatModel openModel();

    @BeforeEach
    void openTheModel() {
        model = openModel();
    }

    @AfterEach
    void closeTheModel() {
        model.close();
    }

    @Test
    void answersAQuestion() {
        Reply reply = reply(prompt("What turns the wheel?"));

        assertThat(reply.text()).isNotBlank();
        assertThat(reply.stopReason()).isEqualTo(ChatModel.StopReason.END);
    }

    @Test
    void answersTheLastMessageOfAConversation() {
        Prompt prompt = new Prompt(
                "Be brief.",
                List.of(
                        new Message(Role.USER, "What is a weir?"),
                        new Message(Role.ASSISTANT, "A low dam."),
                        new Message(Role.USER, "And a sluice?")),
                100);

        assertThat(reply(prompt).text()).isNotBlank();
    }

    @Test
    void countsTokensOfBothDirections() {
        Reply reply = reply(prompt("How many?"));

        assertThat(reply.usage().requests()).isEqualTo(1);
        assertThat(reply.usage().inputTokens()).isPositive();
        assertThat(reply.usage().outputTokens()).isPositive();
    }

    @Test
    void answersManyCallersAtOnce() {
        List<CompletableFuture<Reply>> calls = IntStream.range(0, 40)
                .mapToObj(i -> model.reply(prompt("Question " + i)))
                .toList();

        assertThat(calls)
                .allSatisfy(call -> assertThat(
                                call.orTimeout(60, TimeUnit.SECONDS).join().text())
                        .isNotBlank());
    }

    @Test
    void namesItselfByProviderAndModel() {
        assertThat(model.name()).matches("[a-z0-9-]+/.+");
    }

    @Test
    void failsWithAClassifiedFailureOnceClosed() {
        model.close();

        CompletableFuture<Reply> call = model.reply(prompt("Late?"));

        assertThat(call.handle((reply, failure) -> failure)
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join())
                .isNotNull()
                .satisfies(
                        failure -> assertThat(ClassifiedException.of(failure)).isNotNull());
    }

    /** The model under test, open. */
    protected final ChatModel model() {
        return model;
    }

    /** A prompt of one question. */
    protected static Prompt prompt(String question) {
        return new Prompt("You answer questions.", List.of(new Message(Role.USER, question)), 100);
    }

    /** Asks and waits. */
    protected final Reply reply(Prompt prompt) {
        return model.reply(prompt).orTimeout(60, TimeUnit.SECONDS).join();
    }
}

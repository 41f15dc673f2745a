package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.Role;
import io.millrace.failure.ClassifiedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
    void tellsPiecesThatMakeItsReplyUp() {
        List<String> pieces = new ArrayList<>();

        Reply reply = reply(prompt("What turns the wheel?"), pieces::add);

        assertThat(pieces).isNotEmpty().doesNotContain("");
        assertThat(String.join("", pieces)).isEqualTo(reply.text());
        assertThat(reply.stopReason()).isEqualTo(ChatModel.StopReason.END);
    }

    @Test
    void countsTokensOfAReplyInPiecesAsOfOneThatComesWhole() {
        Reply whole = reply(prompt("How many?"));
        Reply inPieces = reply(prompt("How many?"), piece -> {});

        assertThat(inPieces.usage().requests()).isEqualTo(1);
        assertThat(inPieces.usage().inputTokens()).isEqualTo(whole.usage().inputTokens());
        assertThat(inPieces.usage().outputTokens()).isPositive();
    }

    @Test
    void tellsEachCallerThePiecesOfItsOwnReply() {
        List<List<String>> pieces = new ArrayList<>();
        List<CompletableFuture<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            List<String> own = new ArrayList<>();
            pieces.add(own);
            calls.add(model.reply(prompt("Question " + i), own::add));
        }

        for (int i = 0; i < 40; i++) {
            Reply reply = calls.get(i).orTimeout(60, TimeUnit.SECONDS).join();
            assertThat(String.join("", pieces.get(i))).isEqualTo(reply.text());
        }
    }

    @Test
    void tellsNoPieceOnceClosed() {
        List<String> pieces = new ArrayList<>();
        model.close();

        CompletableFuture<Reply> call = model.reply(prompt("Late?"), pieces::add);

        assertThat(failure(call)).isNotNull();
        assertThat(pieces).isEmpty();
    }

    @Test
    void namesItselfByProviderAndModel() {
        assertThat(model.name()).matches("[a-z0-9-]+/.+");
    }

    @Test
    void failsWithAClassifiedFailureOnceClosed() {
        model.close();

        CompletableFuture<Reply> call = model.reply(prompt("Late?"));

        assertThat(failure(call))
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

    /** Asks for pieces and waits. */
    protected final Reply reply(Prompt prompt, Consumer<String> parts) {
        return model.reply(prompt, parts).orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static @Nullable Throwable failure(CompletableFuture<Reply> call) {
        return call.<@Nullable Throwable>handle((reply, failure) -> failure)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}

package io.millrace.answer;

import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.kept.Turn;
import io.millrace.chunk.TokenCounter;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import io.millrace.failure.Retrier;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Turns a question that leans on those before it into one that can be searched with. A chat model does it where there is
 * one; else, and where that fails, the question before lends its words. Safe for use by many threads.
 */
final class FollowUps {
    private static final String SYSTEM = """
            Rewrite the user's last question so that it can be understood without the conversation before it.
            Put in what its pronouns and omissions stand for; change nothing else; answer nothing.
            Keep its language. If it stands by itself already, repeat it as it is.
            Reply with the question alone.""";

    /** Of an answer before: enough to know what was spoken of. */
    private static final int ANSWER_LENGTH = 600;

    private static final int OUTPUT_TOKENS = 256;

    private final @Nullable ChatModel chat;
    private final Retrier retrier;
    private final Duration time;

    /**
     * Of these, none is closed here.
     *
     * @param chat the chat model, or null
     * @param retrier keeps the time
     * @param time that it may take
     */
    FollowUps(@Nullable ChatModel chat, Retrier retrier, Duration time) {
        this.chat = chat;
        this.retrier = retrier;
        this.time = time;
    }

    /**
     * Tokens that the chat model may take for it at the most, the question that it writes being read twice thereafter; 0
     * where there is none.
     *
     * @param turns as for {@link #condense}
     */
    long most(String question, List<Turn> turns, TokenCounter tokens) {
        if (chat == null) {
            return 0;
        }
        long read = tokens.count(SYSTEM);
        for (Message message : messages(question, turns)) {
            read += tokens.count(message.text());
        }
        return read + 3L * OUTPUT_TOKENS;
    }

    /**
     * As {@link #condense}, without the chat model.
     *
     * @param why a limit, as it was refused by
     */
    Condensed carried(String question, List<Turn> turns, RejectedException why) {
        return new Condensed(carried(question, turns.get(turns.size() - 1)), Usage.NONE, notice(why.code()));
    }

    /**
     * The question by itself. Fails only for what a person must mend; cancelling it gives the chat model's call up.
     *
     * @param turns of the conversation before it, oldest first; at least one
     * @param timeLeft of the request
     */
    CompletableFuture<Condensed> condense(String question, List<Turn> turns, Duration timeLeft) {
        Turn last = turns.get(turns.size() - 1);
        if (chat == null) {
            return CompletableFuture.completedFuture(new Condensed(carried(question, last), Usage.NONE, null));
        }
        Duration budget = timeLeft.compareTo(time) < 0 ? timeLeft : time;
        CompletableFuture<ChatModel.Reply> call =
                retrier.within(budget, chat.reply(new Prompt(SYSTEM, messages(question, turns), OUTPUT_TOKENS)));
        CompletableFuture<Condensed> condensed = call.handle(
                (reply, failure) -> failure == null ? read(question, last, reply) : instead(question, last, failure));
        var unused = condensed.whenComplete((value, failure) -> call.cancel(true));
        return condensed;
    }

    private static List<Message> messages(String question, List<Turn> turns) {
        List<Message> messages = new ArrayList<>();
        for (Turn turn : turns) {
            messages.add(new Message(Role.USER, turn.question()));
            messages.add(new Message(Role.ASSISTANT, spoken(turn)));
        }
        messages.add(new Message(Role.USER, question));
        return messages;
    }

    private static Condensed read(String question, Turn last, ChatModel.Reply reply) {
        String text = reply.text().strip();
        boolean usable = !text.isEmpty()
                && reply.stopReason() == ChatModel.StopReason.END
                && text.length() <= 4 * question.length() + 2_000;
        return usable
                ? new Condensed(text, reply.usage(), null)
                : new Condensed(carried(question, last), reply.usage(), notice("it wrote no question"));
    }

    private static Condensed instead(String question, Turn last, Throwable failure) {
        if (failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException) {
            return new Condensed(carried(question, last), Usage.NONE, notice("it took too long"));
        }
        ClassifiedException classified = ClassifiedException.of(failure);
        if (classified.kind() == FailureKind.FATAL) {
            throw classified;
        }
        return new Condensed(carried(question, last), Usage.NONE, notice(classified.code()));
    }

    private static Reason notice(String why) {
        return new Reason(
                "condense-failed",
                "the chat model didn't make the question self-standing (%s): it was searched with together with the one before"
                        .formatted(why));
    }

    /** The question before, and this one: what both have in common counts most in a search. */
    private static String carried(String question, Turn last) {
        return last.question() + " " + question;
    }

    private static String spoken(Turn turn) {
        String answer = turn.answer() == null ? "I don't know." : turn.answer();
        return answer.length() <= ANSWER_LENGTH ? answer : answer.substring(0, ANSWER_LENGTH) + " …";
    }
}

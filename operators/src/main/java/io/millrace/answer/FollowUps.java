package io.millrace.answer;

import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.kept.Turn;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.Reason;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
    private final Duration time;

    /**
     * @param chat the chat model, or null; not closed here
     * @param time that it may take
     */
    FollowUps(@Nullable ChatModel chat, Duration time) {
        this.chat = chat;
        this.time = time;
    }

    /**
     * The question by itself. Fails only for what a person must mend.
     *
     * @param turns of the conversation before it, oldest first; at least one
     * @param timeLeft of the request
     */
    CompletableFuture<Condensed> condense(String question, List<Turn> turns, Duration timeLeft) {
        Turn last = turns.get(turns.size() - 1);
        if (chat == null) {
            return CompletableFuture.completedFuture(new Condensed(carried(question, last), Usage.NONE, null));
        }
        List<Message> messages = new ArrayList<>();
        for (Turn turn : turns) {
            messages.add(new Message(Role.USER, turn.question()));
            messages.add(new Message(Role.ASSISTANT, spoken(turn)));
        }
        messages.add(new Message(Role.USER, question));
        Duration budget = timeLeft.compareTo(time) < 0 ? timeLeft : time;
        CompletableFuture<ChatModel.Reply> call = chat.reply(new Prompt(SYSTEM, messages, OUTPUT_TOKENS));
        return call.copy()
                .orTimeout(Math.max(1, budget.toMillis()), TimeUnit.MILLISECONDS)
                .handle((reply, failure) -> {
                    if (failure != null) {
                        call.cancel(true);
                        return instead(question, last, Usage.NONE, failure);
                    }
                    String text = reply.text().strip();
                    boolean usable = !text.isEmpty()
                            && reply.stopReason() == ChatModel.StopReason.END
                            && text.length() <= 4 * question.length() + 2_000;
                    return usable
                            ? new Condensed(text, reply.usage(), null)
                            : new Condensed(carried(question, last), reply.usage(), notice("it wrote no question"));
                });
    }

    private static Condensed instead(String question, Turn last, Usage usage, Throwable failure) {
        ClassifiedException classified = ClassifiedException.of(failure);
        if (classified.kind() == FailureKind.FATAL) {
            throw classified;
        }
        return new Condensed(carried(question, last), usage, notice(classified.code()));
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

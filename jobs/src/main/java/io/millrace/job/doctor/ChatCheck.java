package io.millrace.job.doctor;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.Role;
import io.millrace.job.config.ChatConfig;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.doctor.Doctor.Said;
import io.millrace.job.recipe.ChatModelRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Has the chat model say a word. */
final class ChatCheck implements Callable<Said> {
    private final MillraceConfig config;

    ChatCheck(MillraceConfig config) {
        this.config = config;
    }

    @Override
    public Said call() throws Exception {
        ChatConfig chat = config.chat();
        if (!chat.hasModel()) {
            return Said.unused("chat.provider is none: answers quote the best sentences that were found");
        }
        try (ChatModel model = new ChatModelRecipe(chat.toSettings()).get()) {
            Prompt prompt = new Prompt(
                    "You are tried out. Reply with one word.",
                    List.of(new Message(Role.USER, "Say: ready")),
                    chat.maxOutputTokens());
            Reply reply = model.reply(prompt).get();
            List<String> warnings = new ArrayList<>();
            if (reply.text().isBlank()) {
                warnings.add(
                        "It said nothing (%s): look at chat.max-output-tokens, of which a model that reasons takes a"
                                        .formatted(reply.stopReason())
                                + " part for that");
            }
            if (config.prices().table().ofNamed(model.name()) == null) {
                warnings.add("What it costs isn't known: prices.models can say it");
            }
            return Said.with(
                    "%s; %d tokens read and %d written%s"
                            .formatted(
                                    model.name(),
                                    reply.usage().inputTokens(),
                                    reply.usage().outputTokens(),
                                    model.citesPassages() ? "; it cites by itself" : ""),
                    warnings);
        }
    }
}

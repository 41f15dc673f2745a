package io.millrace.connector.http;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.ChatProviders;
import io.millrace.connector.http.stub.StubProvider;
import io.millrace.model.ModelSettings;
import io.millrace.model.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens a chat model by its provider's name, has it answer once, piece by piece, and closes it. */
final class OneStreamedReply {
    private OneStreamedReply() {}

    static void from(URI server) throws ExecutionException, TimeoutException, InterruptedException {
        ModelSettings settings = ModelSettings.of("chat", "anthropic")
                .reached("claude-sonnet-5-5", server, new Secret(StubProvider.KEY), Duration.ofMinutes(1), Map.of());
        Prompt prompt = new Prompt("Be brief.", List.of(new Message(Role.USER, "Why?")), 100);
        List<String> pieces = new ArrayList<>();
        try (ChatModel model = ChatProviders.of(settings).open(settings)) {
            ChatModel.Reply reply = model.reply(prompt, pieces::add).get(60, TimeUnit.SECONDS);
            if (!reply.text().equals(String.join("", pieces))) {
                throw new AssertionError("the pieces aren't the reply");
            }
        }
    }
}

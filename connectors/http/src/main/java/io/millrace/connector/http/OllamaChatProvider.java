package io.millrace.connector.http;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatProvider;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import io.millrace.model.wire.ServerAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Opens chat models of an Ollama server, by its own API. */
public final class OllamaChatProvider implements ChatProvider {
    private static final URI LOCAL = URI.create("http://localhost:11434");
    private static final String KEEP_ALIVE = "keep-alive";
    private static final String CONTEXT = "context-tokens";
    private static final String THINK = "think";

    @Override
    public String name() {
        return "ollama";
    }

    @Override
    public ChatModel open(ModelSettings settings) {
        ServerAddress address = ServerAddress.of(settings, LOCAL);
        String model = ChatSettings.requireModel(settings, "llama3.2");
        ProviderOptions options = new ProviderOptions(settings, List.of(KEEP_ALIVE, CONTEXT, THINK));
        Endpoint endpoint = new Endpoint(settings, address, model, ApiKey.bearer(settings, address, false), Map.of());
        Map<String, String> given = settings.options();
        return new HttpChatModel(
                endpoint,
                new OllamaChatWire(
                        model,
                        settings.temperature(),
                        given.containsKey(CONTEXT) ? options.positive(CONTEXT, 1) : null,
                        given.containsKey(THINK) ? options.flag(THINK, false) : null,
                        given.get(KEEP_ALIVE)));
    }
}

package io.millrace.connector.http;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatProvider;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import io.millrace.model.wire.ServerAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Opens chat models of Google's Gemini API. */
public final class GeminiChatProvider implements ChatProvider {
    private static final URI GEMINI = URI.create("https://generativelanguage.googleapis.com");

    @Override
    public String name() {
        return "gemini";
    }

    @Override
    public ChatModel open(ModelSettings settings) {
        ServerAddress address = ServerAddress.of(settings, GEMINI);
        String model = ChatSettings.requireModel(settings, "gemini-3.7-flash");
        ProviderOptions unused = new ProviderOptions(settings, List.of());
        boolean vendor = address.isAmong(List.of(GEMINI.getHost()));
        ApiKey key = ApiKey.header("x-goog-api-key", settings, address, vendor);
        Endpoint endpoint = new Endpoint(settings, address, model, key, Map.of());
        return new HttpChatModel(endpoint, new GeminiChatWire(model, settings.temperature()));
    }
}

package io.millrace.connector.http;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatProvider;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import io.millrace.model.wire.ServerAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Opens chat models of Cohere, and of servers that speak version 2 of its API. */
public final class CohereChatProvider implements ChatProvider {
    private static final URI COHERE = URI.create("https://api.cohere.com");
    private static final String FAST = "fast";

    @Override
    public String name() {
        return "cohere";
    }

    @Override
    public ChatModel open(ModelSettings settings) {
        ServerAddress address = ServerAddress.of(settings, COHERE);
        String model = ChatSettings.requireModel(settings, "command-a-03-2025");
        ProviderOptions options = new ProviderOptions(settings, List.of(ChatSettings.CITATIONS));
        String citations = options.oneOf(ChatSettings.CITATIONS, List.of(FAST, "accurate", ChatSettings.MARKERS), FAST);
        boolean vendor = address.isAmong(List.of(COHERE.getHost(), ".cohere.com"));
        Endpoint endpoint = new Endpoint(settings, address, model, ApiKey.bearer(settings, address, vendor), Map.of());
        return new HttpChatModel(
                endpoint,
                new CohereChatWire(
                        model,
                        settings.temperature(),
                        citations.equals(ChatSettings.MARKERS) ? null : citations.toUpperCase(Locale.ROOT)));
    }
}

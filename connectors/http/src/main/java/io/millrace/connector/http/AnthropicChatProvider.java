package io.millrace.connector.http;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatProvider;
import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import io.millrace.model.wire.ServerAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Opens chat models of Anthropic, and of servers that speak its Messages API. */
public final class AnthropicChatProvider implements ChatProvider {
    private static final URI ANTHROPIC = URI.create("https://api.anthropic.com");
    private static final String VERSION = "version";
    private static final String NEWEST = "2026-10-21";
    /** The one before, which takes a temperature. */
    private static final String FIRST = "2023-06-01";

    private static final String AUTH = "auth";
    private static final String KEY_HEADER = "x-api-key";
    private static final String BEARER = "bearer";
    private static final String CACHE = "cache";
    private static final String NONE = "none";

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public ChatModel open(ModelSettings settings) {
        ServerAddress address = ServerAddress.of(settings, ANTHROPIC);
        String model = ChatSettings.requireModel(settings, "claude-sonnet-5-5");
        ProviderOptions options = new ProviderOptions(settings, List.of(VERSION, AUTH, CACHE, ChatSettings.CITATIONS));
        String version = options.oneOf(VERSION, List.of(FIRST, NEWEST), NEWEST);
        if (settings.temperature() != null && version.equals(NEWEST)) {
            throw new FatalException(
                    "setting-invalid",
                    "Anthropic's API of %s takes no temperature: leave %s out, or set %s to %s"
                            .formatted(NEWEST, settings.key("temperature"), settings.key("options.version"), FIRST));
        }
        boolean vendor = address.isAmong(List.of(ANTHROPIC.getHost()));
        ApiKey key =
                options.oneOf(AUTH, List.of(KEY_HEADER, BEARER), KEY_HEADER).equals(BEARER)
                        ? ApiKey.bearer(settings, address, vendor)
                        : ApiKey.header(KEY_HEADER, settings, address, vendor);
        Endpoint endpoint = new Endpoint(settings, address, model, key, Map.of("anthropic-version", version));
        String cache = options.oneOf(CACHE, List.of(NONE, "5m", "1h"), NONE);
        return new HttpChatModel(
                endpoint,
                new AnthropicChatWire(
                        model,
                        settings.temperature(),
                        ChatSettings.citesPassages(options),
                        cache.equals(NONE) ? null : cache));
    }
}

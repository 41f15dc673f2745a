package io.millrace.connector.openai;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import io.millrace.model.wire.ServerAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a chat model, checked and with every default filled in.
 *
 * @param maxTokensField the field that limits the answer: {@code max_tokens} is the old name, the only one that many
 *     compatible servers know, and one that OpenAI's reasoning models refuse
 * @param streamUsage whether a streamed reply is asked to count its tokens ({@code stream_options}), which few servers
 *     refuse
 * @param temperature of the sampling, or null to leave it out
 * @param concurrency calls in flight that connections are kept for
 */
record OpenAiChatSettings(
        ServerAddress address,
        String model,
        String maxTokensField,
        boolean streamUsage,
        @Nullable Double temperature,
        int concurrency) {
    static final String MAX_TOKENS = "max_tokens";
    static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";
    private static final String MAX_TOKENS_FIELD = "max-tokens-field";
    private static final String STREAM_USAGE = "stream-usage";

    private static final String DEFAULT_MODEL = "gpt-4o-mini";
    private static final int CONCURRENCY = 8;

    static OpenAiChatSettings of(ModelSettings settings) {
        ServerAddress address = OpenAiServers.address(settings);
        ProviderOptions options = new ProviderOptions(settings, List.of(MAX_TOKENS_FIELD, STREAM_USAGE));
        Integer concurrency = settings.concurrency();
        if (concurrency != null && concurrency < 1) {
            throw new FatalException(
                    "setting-invalid",
                    "%s must be at least 1, got %d".formatted(settings.key("concurrency"), concurrency));
        }
        String model = settings.model();
        return new OpenAiChatSettings(
                address,
                model == null ? DEFAULT_MODEL : model,
                options.oneOf(
                        MAX_TOKENS_FIELD,
                        List.of(MAX_TOKENS, MAX_COMPLETION_TOKENS),
                        OpenAiServers.isVendor(address) ? MAX_COMPLETION_TOKENS : MAX_TOKENS),
                options.flag(STREAM_USAGE, true),
                settings.temperature(),
                concurrency == null ? CONCURRENCY : concurrency);
    }
}

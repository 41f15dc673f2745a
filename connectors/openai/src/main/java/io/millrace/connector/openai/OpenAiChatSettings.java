package io.millrace.connector.openai;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import io.millrace.model.wire.ServerAddress;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a chat model, checked and with every default filled in.
 *
 * @param model what is asked: the model, or its deployment
 * @param name what model it is
 * @param maxTokensField the field that limits the answer: {@code max_tokens} is the old name, the only one that many
 *     compatible servers know, and one that OpenAI's reasoning models refuse
 * @param streamUsage whether a streamed reply is asked to count its tokens ({@code stream_options}), which few servers
 *     refuse
 * @param temperature of the sampling, or null to leave it out
 * @param concurrency calls in flight that connections are kept for
 */
record OpenAiChatSettings(
        Vendor vendor,
        ServerAddress address,
        Access access,
        String model,
        String name,
        String maxTokensField,
        boolean streamUsage,
        @Nullable Double temperature,
        int concurrency) {
    private static final String MAX_TOKENS_FIELD = "max-tokens-field";
    private static final String STREAM_USAGE = "stream-usage";

    private static final int CONCURRENCY = 8;

    static OpenAiChatSettings of(ModelSettings settings, Vendor vendor) {
        ServerAddress address = vendor.addressOf(settings);
        ProviderOptions options = new ProviderOptions(
                settings,
                Stream.concat(Stream.of(MAX_TOKENS_FIELD, STREAM_USAGE), Access.options(vendor).stream())
                        .toList());
        Integer concurrency = settings.concurrency();
        if (concurrency != null && concurrency < 1) {
            throw new FatalException(
                    "setting-invalid",
                    "%s must be at least 1, got %d".formatted(settings.key("concurrency"), concurrency));
        }
        String model = vendor.modelOf(settings, vendor.chatModel());
        return new OpenAiChatSettings(
                vendor,
                address,
                Access.of(vendor, options, address, model),
                model,
                Access.modelName(vendor, options, model),
                options.oneOf(
                        MAX_TOKENS_FIELD,
                        List.of(Vendor.MAX_TOKENS, Vendor.MAX_COMPLETION_TOKENS),
                        vendor.maxTokensFieldAt(address)),
                options.flag(STREAM_USAGE, vendor.streamUsage()),
                settings.temperature(),
                concurrency == null ? CONCURRENCY : concurrency);
    }
}

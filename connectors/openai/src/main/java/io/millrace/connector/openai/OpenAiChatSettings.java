package io.millrace.connector.openai;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import io.millrace.model.wire.ServerAddress;
import java.util.List;
import java.util.regex.Pattern;
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
 * @param reasoningEffort how much a reasoning model thinks first, or null to leave it out
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
        @Nullable String reasoningEffort,
        int concurrency) {
    private static final String MAX_TOKENS_FIELD = "max-tokens-field";
    private static final String STREAM_USAGE = "stream-usage";
    private static final String REASONING_EFFORT = "reasoning-effort";
    private static final String NO_REASONING = "none";

    /** Models that think first: GPT-5 and newer, and the o series, whoever's name stands before theirs. */
    private static final Pattern REASONING = Pattern.compile("(?:.*/)?(?:gpt-[5-9](?!.*-chat)|o[1-9](?:-|$)).*");

    private static final int CONCURRENCY = 8;

    static OpenAiChatSettings of(ModelSettings settings, Vendor vendor) {
        ServerAddress address = vendor.addressOf(settings);
        ProviderOptions options = new ProviderOptions(
                settings,
                Stream.concat(
                                Stream.of(MAX_TOKENS_FIELD, STREAM_USAGE, REASONING_EFFORT),
                                Access.options(vendor).stream())
                        .toList());
        Integer concurrency = settings.concurrency();
        if (concurrency != null && concurrency < 1) {
            throw new FatalException(
                    "setting-invalid",
                    "%s must be at least 1, got %d".formatted(settings.key("concurrency"), concurrency));
        }
        String model = vendor.modelOf(settings, vendor.chatModel());
        String modelName = Access.modelName(vendor, options, model);
        boolean reasons = REASONING.matcher(modelName).matches();
        String effort = settings.options().containsKey(REASONING_EFFORT)
                ? options.oneOf(
                        REASONING_EFFORT,
                        List.of(NO_REASONING, "minimal", "low", "medium", "high", "xhigh"),
                        NO_REASONING)
                : null;
        if (reasons && settings.temperature() != null && !NO_REASONING.equals(effort)) {
            throw new FatalException(
                    "setting-invalid",
                    "Model '%s' thinks first, and takes no temperature then: leave %s out, or set %s to none"
                            .formatted(
                                    modelName,
                                    settings.key("temperature"),
                                    settings.key("options." + REASONING_EFFORT)));
        }
        return new OpenAiChatSettings(
                vendor,
                address,
                Access.of(vendor, options, address, model),
                model,
                modelName,
                options.oneOf(
                        MAX_TOKENS_FIELD,
                        List.of(Vendor.MAX_TOKENS, Vendor.MAX_COMPLETION_TOKENS),
                        reasons ? Vendor.MAX_COMPLETION_TOKENS : vendor.maxTokensFieldAt(address)),
                options.flag(STREAM_USAGE, vendor.streamUsage()),
                settings.temperature(),
                effort,
                concurrency == null ? CONCURRENCY : concurrency);
    }
}

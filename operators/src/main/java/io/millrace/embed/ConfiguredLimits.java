package io.millrace.embed;

import io.millrace.chunk.TokenCounter;
import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider's limits as the configuration changes them, less the room that prefixes take: callers count texts, and the
 * prefix that is put before each has to fit too.
 */
public final class ConfiguredLimits {
    private static final String MAX_INPUT_TOKENS = "max-input-tokens";
    private static final String MAX_REQUEST_TOKENS = "max-request-tokens";
    private static final String MAX_REQUEST_BYTES = "max-request-bytes";

    /** The options that change a provider's limits, for models and servers that have others. */
    public static final List<String> OPTIONS = List.of(MAX_INPUT_TOKENS, MAX_REQUEST_TOKENS, MAX_REQUEST_BYTES);

    private final ModelSettings settings;
    private final ProviderOptions options;
    private final TokenCounter tokens;

    private ConfiguredLimits(ModelSettings settings, ProviderOptions options, TokenCounter tokens) {
        this.settings = settings;
        this.options = options;
        this.tokens = tokens;
    }

    /**
     * The limits of a model.
     *
     * @param options read with {@link #OPTIONS} among those that are known
     * @param own the provider's limits, for a model that the configuration says nothing of
     * @param tokens counts the prefixes
     * @throws FatalException when a setting can't be, or when a prefix leaves no room, naming the key
     */
    public static EmbeddingLimits of(
            ModelSettings settings, ProviderOptions options, EmbeddingLimits own, TokenCounter tokens) {
        return new ConfiguredLimits(settings, options, tokens).of(own);
    }

    private EmbeddingLimits of(EmbeddingLimits own) {
        int inputs = atLeastOne("batch-size", settings.batchSize(), own.inputs());
        int prefix = prefixTokens();
        int inputTokens = options.positive(MAX_INPUT_TOKENS, own.tokensPerInput()) - prefix;
        if (inputTokens < 1) {
            throw new FatalException(
                    "prefix-too-long",
                    "%s and %s must leave room for a text, but a prefix takes %d tokens of an input's %d"
                            .formatted(
                                    settings.key("document-prefix"),
                                    settings.key("query-prefix"),
                                    prefix,
                                    inputTokens + prefix));
        }
        long requestTokens = options.positive(MAX_REQUEST_TOKENS, own.tokensPerRequest()) - (long) prefix * inputs;
        return new EmbeddingLimits(
                inputs,
                inputTokens,
                (int) Math.max(requestTokens, inputTokens),
                bytes(own, inputs),
                atLeastOne("concurrency", settings.concurrency(), own.concurrency()));
    }

    private long bytes(EmbeddingLimits own, int inputs) {
        int most = options.positive(MAX_REQUEST_BYTES, Math.toIntExact(own.bytesPerRequest()));
        long prefixes = (long) inputs * Math.max(length(settings.documentPrefix()), length(settings.queryPrefix()));
        if (prefixes >= most) {
            throw new FatalException(
                    "request-bytes-too-few",
                    "%s must be above the %d bytes that the prefixes of %d texts take, got %d: raise it, or lower %s"
                            .formatted(
                                    settings.key("options." + MAX_REQUEST_BYTES),
                                    prefixes,
                                    inputs,
                                    most,
                                    settings.key("batch-size")));
        }
        return most - prefixes;
    }

    private int prefixTokens() {
        // Without one there is nothing to load a vocabulary for.
        return Math.max(count(settings.documentPrefix()), count(settings.queryPrefix()));
    }

    private int count(String prefix) {
        return prefix.isEmpty() ? 0 : tokens.count(prefix);
    }

    private int atLeastOne(String name, @Nullable Integer given, int absent) {
        if (given != null && given < 1) {
            throw new FatalException(
                    "setting-invalid", "%s must be at least 1, got %d".formatted(settings.key(name), given));
        }
        return given == null ? absent : given;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

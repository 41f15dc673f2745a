package io.millrace.connector.openai;

import io.millrace.embed.Distance;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import io.millrace.model.wire.ServerAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an embedding model, checked and with every default filled in.
 *
 * @param sendDimensions whether a call asks for the space's dimension; else the model's own comes back
 * @param encodingFormat {@code base64}, {@code float}, or {@code none} to leave the field out
 */
record OpenAiEmbeddingSettings(
        ServerAddress address,
        VectorSpace space,
        boolean sendDimensions,
        String encodingFormat,
        EmbeddingLimits limits) {

    static final String ENCODING_FORMAT = "encoding-format";
    static final String SEND_DIMENSIONS = "send-dimensions";
    private static final String MAX_INPUT_TOKENS = "max-input-tokens";
    private static final String MAX_REQUEST_TOKENS = "max-request-tokens";
    private static final String MAX_REQUEST_BYTES = "max-request-bytes";
    private static final List<String> OPTIONS =
            List.of(ENCODING_FORMAT, SEND_DIMENSIONS, MAX_INPUT_TOKENS, MAX_REQUEST_TOKENS, MAX_REQUEST_BYTES);

    private static final String DEFAULT_MODEL = "text-embedding-3-small";
    private static final String FIXED_DIMENSION_MODEL = "text-embedding-ada-002";
    private static final Map<String, Integer> OWN_DIMENSIONS =
            Map.of("text-embedding-3-large", 3072, DEFAULT_MODEL, 1536, FIXED_DIMENSION_MODEL, 1536);

    /** OpenAI's limits. 8,191 tokens are allowed by each of its three models, 8,192 by two of them. */
    private static final int MAX_INPUTS = 2048;

    private static final int INPUT_TOKENS = 8191;
    private static final int REQUEST_TOKENS = 300_000;
    private static final int CONCURRENCY = 8;

    static OpenAiEmbeddingSettings of(ModelSettings settings) {
        ServerAddress address = OpenAiServers.address(settings);
        ProviderOptions options = new ProviderOptions(settings, OPTIONS);
        String given = settings.model();
        String model = given == null ? DEFAULT_MODEL : given;
        Integer own = OWN_DIMENSIONS.get(model);
        int dimension = dimension(settings, model, own);
        // Asking a model for the dimension that it has anyway is refused by those that can't shorten.
        boolean shortened = settings.dimension() != null && (own == null || dimension != own);
        return new OpenAiEmbeddingSettings(
                address,
                new VectorSpace(
                        OpenAiEmbeddingProvider.NAME,
                        model,
                        // The protocol names no revision: the configuration may.
                        "",
                        dimension,
                        Distance.COSINE,
                        // OpenAI says so of its own models, shortened or not.
                        own != null,
                        settings.documentPrefix(),
                        settings.queryPrefix()),
                shortened && options.flag(SEND_DIMENSIONS, true),
                options.oneOf(ENCODING_FORMAT, List.of("base64", "float", "none"), "base64"),
                limits(settings, options, address));
    }

    private static int dimension(ModelSettings settings, String model, @Nullable Integer own) {
        Integer given = settings.dimension();
        String key = settings.key("dimension");
        if (given == null && own == null) {
            throw new FatalException(
                    "dimension-missing",
                    "The dimension of model '%s' isn't known here: set %s to it. Known without: %s"
                            .formatted(
                                    model,
                                    key,
                                    String.join(
                                            ", ",
                                            OWN_DIMENSIONS.keySet().stream()
                                                    .sorted()
                                                    .toList())));
        }
        if (own == null) {
            return atLeastOne(key, given);
        }
        int dimension = given == null ? own : given;
        int least = model.equals(FIXED_DIMENSION_MODEL) ? own : 1;
        if (dimension < least || dimension > own) {
            throw new FatalException(
                    "dimension-invalid",
                    "%s must be %s for model '%s', got %d"
                            .formatted(key, least == own ? own : "from 1 to " + own, model, dimension));
        }
        return dimension;
    }

    private static EmbeddingLimits limits(ModelSettings settings, ProviderOptions options, ServerAddress address) {
        int inputs = settings.batchSize() == null
                ? MAX_INPUTS
                : atLeastOne(settings.key("batch-size"), settings.batchSize());
        if (OpenAiServers.isVendor(address) && inputs > MAX_INPUTS) {
            throw new FatalException(
                    "batch-size-invalid",
                    "%s must be from 1 to %d at %s, got %d"
                            .formatted(settings.key("batch-size"), MAX_INPUTS, address, inputs));
        }
        int concurrency = settings.concurrency() == null
                ? CONCURRENCY
                : atLeastOne(settings.key("concurrency"), settings.concurrency());
        int prefix = prefixTokens(settings);
        int inputTokens = options.positive(MAX_INPUT_TOKENS, INPUT_TOKENS) - prefix;
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
        // Callers count texts; the prefixes that are put before them need room in every input and in the request.
        long requestTokens = options.positive(MAX_REQUEST_TOKENS, REQUEST_TOKENS) - (long) prefix * inputs;
        return new EmbeddingLimits(
                inputs,
                inputTokens,
                (int) Math.max(requestTokens, inputTokens),
                requestBytes(settings, options, inputs),
                concurrency);
    }

    /** What is left for the texts when each has its prefix. */
    private static long requestBytes(ModelSettings settings, ProviderOptions options, int inputs) {
        int most = options.positive(MAX_REQUEST_BYTES, Math.toIntExact(EmbeddingLimits.DEFAULT_BYTES_PER_REQUEST));
        long prefixes = (long) inputs * Math.max(bytes(settings.documentPrefix()), bytes(settings.queryPrefix()));
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

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static int prefixTokens(ModelSettings settings) {
        if (settings.documentPrefix().isEmpty() && settings.queryPrefix().isEmpty()) {
            return 0;
        }
        BytePairCounter counter = BytePairCounter.ofEmbeddings();
        return Math.max(counter.count(settings.documentPrefix()), counter.count(settings.queryPrefix()));
    }

    private static int atLeastOne(String key, @Nullable Integer given) {
        if (given == null || given < 1) {
            throw new FatalException("setting-invalid", "%s must be at least 1, got %d".formatted(key, given));
        }
        return given;
    }
}

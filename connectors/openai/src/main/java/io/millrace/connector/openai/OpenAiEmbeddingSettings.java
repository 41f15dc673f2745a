package io.millrace.connector.openai;

import io.millrace.embed.ConfiguredLimits;
import io.millrace.embed.Distance;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import io.millrace.model.wire.ServerAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    private static final List<String> OPTIONS = Stream.concat(
                    Stream.of(ENCODING_FORMAT, SEND_DIMENSIONS), ConfiguredLimits.OPTIONS.stream())
            .toList();

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
        EmbeddingLimits own = new EmbeddingLimits(MAX_INPUTS, INPUT_TOKENS, REQUEST_TOKENS, CONCURRENCY);
        EmbeddingLimits limits = ConfiguredLimits.of(
                settings, options, own, text -> BytePairCounter.ofEmbeddings().count(text));
        if (OpenAiServers.isVendor(address) && limits.inputs() > MAX_INPUTS) {
            throw new FatalException(
                    "batch-size-invalid",
                    "%s must be from 1 to %d at %s, got %d"
                            .formatted(settings.key("batch-size"), MAX_INPUTS, address, limits.inputs()));
        }
        return limits;
    }

    private static int atLeastOne(String key, @Nullable Integer given) {
        if (given == null || given < 1) {
            throw new FatalException("setting-invalid", "%s must be at least 1, got %d".formatted(key, given));
        }
        return given;
    }
}

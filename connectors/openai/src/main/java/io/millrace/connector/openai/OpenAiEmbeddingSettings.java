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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an embedding model, checked and with every default filled in.
 *
 * @param model what is asked: the model, or its deployment
 * @param sendDimensions whether a call asks for the space's dimension; else the model's own comes back
 * @param encodingFormat {@code base64}, {@code float}, or {@code none} to leave the field out
 */
record OpenAiEmbeddingSettings(
        Vendor vendor,
        ServerAddress address,
        Access access,
        String model,
        VectorSpace space,
        boolean sendDimensions,
        String encodingFormat,
        EmbeddingLimits limits) {

    static final String ENCODING_FORMAT = "encoding-format";
    static final String SEND_DIMENSIONS = "send-dimensions";
    private static final List<String> OPTIONS = Stream.concat(
                    Stream.of(ENCODING_FORMAT, SEND_DIMENSIONS), ConfiguredLimits.OPTIONS.stream())
            .toList();

    static OpenAiEmbeddingSettings of(ModelSettings settings, Vendor vendor) {
        ServerAddress address = vendor.addressOf(settings);
        ProviderOptions options = new ProviderOptions(
                settings,
                Stream.concat(OPTIONS.stream(), Access.options(vendor).stream()).toList());
        String model = vendor.modelOf(settings, vendor.embeddingModel());
        String name = Access.modelName(vendor, options, model);
        KnownModel known = vendor.models().get(name);
        int dimension = dimension(settings, vendor, name, known);
        // Asking a model for the dimension that it has anyway is refused by those that can't shorten.
        boolean shortened = settings.dimension() != null && (known == null || dimension != known.dimension());
        return new OpenAiEmbeddingSettings(
                vendor,
                address,
                Access.of(vendor, options, address, model),
                model,
                new VectorSpace(
                        vendor.name(),
                        name,
                        // The protocol names no revision: the configuration may.
                        "",
                        dimension,
                        Distance.COSINE,
                        // OpenAI says so of its own models, shortened or not.
                        known != null && vendor.models().equals(Vendor.OPENAI.models()),
                        settings.documentPrefix(),
                        settings.queryPrefix()),
                shortened && options.flag(SEND_DIMENSIONS, true),
                options.oneOf(ENCODING_FORMAT, List.of("base64", "float", "none"), vendor.encodingFormat()),
                limits(settings, options, vendor, address, known));
    }

    private static int dimension(ModelSettings settings, Vendor vendor, String model, @Nullable KnownModel known) {
        Integer given = settings.dimension();
        String key = settings.key("dimension");
        if (given == null && known == null) {
            throw new FatalException(
                    "dimension-missing",
                    "The dimension of model '%s' isn't known here: set %s to it. Known without: %s%s"
                            .formatted(
                                    model,
                                    key,
                                    String.join(
                                            ", ",
                                            vendor.models().keySet().stream()
                                                    .sorted()
                                                    .toList()),
                                    Access.nameHint(vendor, settings)));
        }
        if (known == null) {
            return atLeastOne(key, given);
        }
        int dimension = given == null ? known.dimension() : given;
        if (!known.allows(dimension)) {
            throw new FatalException(
                    "dimension-invalid",
                    "%s must be %s for model '%s', got %d".formatted(key, known.rule(), model, dimension));
        }
        return dimension;
    }

    private static EmbeddingLimits limits(
            ModelSettings settings,
            ProviderOptions options,
            Vendor vendor,
            ServerAddress address,
            @Nullable KnownModel known) {
        EmbeddingLimits own = known == null ? vendor.others() : known.limits();
        EmbeddingLimits limits = ConfiguredLimits.of(
                settings, options, own, text -> BytePairCounter.ofEmbeddings().count(text));
        if (vendor.answersAt(address) && limits.inputs() > own.inputs()) {
            throw new FatalException(
                    "batch-size-invalid",
                    "%s must be from 1 to %d at %s, got %d"
                            .formatted(settings.key("batch-size"), own.inputs(), address, limits.inputs()));
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

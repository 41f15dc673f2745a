package io.millrace.connector.bedrock;

import io.millrace.chunk.EstimatedTokens;
import io.millrace.embed.ConfiguredLimits;
import io.millrace.embed.Distance;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of an embedding model, checked and with every default filled in. Made without looking anything up.
 *
 * @param model the id to call
 */
record BedrockEmbeddingSettings(
        ProviderOptions options, String model, EmbeddingFamily family, VectorSpace space, EmbeddingLimits limits) {
    private static final String DEFAULT_MODEL = "amazon.titan-embed-text-v2:0";
    private static final List<String> OPTIONS = Stream.concat(
                    BedrockTarget.OPTIONS.stream(), ConfiguredLimits.OPTIONS.stream())
            .toList();

    static BedrockEmbeddingSettings of(ModelSettings settings) {
        ProviderOptions options = new ProviderOptions(settings, OPTIONS);
        String model = settings.model() == null ? DEFAULT_MODEL : settings.model();
        String name = BedrockTarget.modelName(options, model);
        EmbeddingFamily family = EmbeddingFamily.of(name);
        if (family == null) {
            throw new FatalException(
                    "model-unknown",
                    "How model '%s' is asked for vectors isn't known here: set %s to one of %s, or %s to which of these it is"
                            .formatted(
                                    name,
                                    settings.key("model"),
                                    EmbeddingFamily.examples(),
                                    settings.key("options." + BedrockTarget.MODEL_NAME)));
        }
        EmbeddingLimits limits = ConfiguredLimits.of(settings, options, family.limits(), EstimatedTokens.COUNTER);
        if (limits.inputs() > family.limits().inputs()) {
            throw new FatalException(
                    "batch-size-invalid",
                    "%s must be from 1 to %d for model '%s', got %d"
                            .formatted(
                                    settings.key("batch-size"), family.limits().inputs(), name, limits.inputs()));
        }
        return new BedrockEmbeddingSettings(options, model, family, space(settings, family, name), limits);
    }

    private static VectorSpace space(ModelSettings settings, EmbeddingFamily family, String name) {
        List<Integer> allowed = family.dimensions();
        int dimension = settings.dimension() == null ? allowed.get(0) : settings.dimension();
        if (!allowed.contains(dimension)) {
            throw new FatalException(
                    "dimension-invalid",
                    "%s must be one of %s for model '%s', got %d"
                            .formatted(
                                    settings.key("dimension"),
                                    allowed.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                                    name,
                                    dimension));
        }
        return new VectorSpace(
                settings.provider(),
                name,
                "",
                dimension,
                Distance.COSINE,
                // Titan is asked for it; Cohere's are made so here.
                true,
                settings.documentPrefix(),
                settings.queryPrefix());
    }
}

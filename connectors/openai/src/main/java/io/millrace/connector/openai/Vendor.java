package io.millrace.connector.openai;

import io.millrace.embed.EmbeddingLimits;
import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ServerAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server of OpenAI's protocol has of its own. All that sets vendors apart stands here, but for Azure's addresses,
 * which are {@link Access}'s.
 *
 * @param name the provider's
 * @param address its own, or null when each customer has another
 * @param hosts where it is the vendor that answers, who wants a key and whose limits and fields are known; empty for
 *     wherever the configuration says
 * @param embeddingModel asked where none is named, or null
 * @param chatModel asked where none is named, or null
 * @param models whose dimension is known
 * @param others limits that are taken for the rest
 * @param dimensionField the field that asks for a dimension
 * @param encodingFormat how vectors are asked for
 * @param maxTokensField the field that limits an answer at the vendor's
 * @param streamUsage whether a streamed reply counts its tokens only when asked to
 * @param deployments whether what is asked is a customer's deployment, whose name says nothing of the model
 * @param quotaIsRate whether {@code insufficient_quota} is a rate that is over, and not an account
 */
record Vendor(
        String name,
        @Nullable URI address,
        List<String> hosts,
        @Nullable String embeddingModel,
        @Nullable String chatModel,
        Map<String, KnownModel> models,
        EmbeddingLimits others,
        String dimensionField,
        String encodingFormat,
        String maxTokensField,
        boolean streamUsage,
        boolean deployments,
        boolean quotaIsRate) {
    static final String MAX_TOKENS = "max_tokens";
    static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";

    private static final int CONCURRENCY = 8;
    /** OpenAI's limits. 8,191 tokens are allowed by each of its three models, 8,192 by two of them. */
    private static final EmbeddingLimits OPENAI_LIMITS = new EmbeddingLimits(2048, 8191, 300_000, CONCURRENCY);

    private static final Map<String, KnownModel> OPENAI_MODELS = Map.of(
            "text-embedding-3-large", KnownModel.upTo(3072, 3072, OPENAI_LIMITS),
            "text-embedding-3-small", KnownModel.upTo(1536, 1536, OPENAI_LIMITS),
            "text-embedding-ada-002", KnownModel.fixed(1536, OPENAI_LIMITS));

    /** OpenAI, and every server that speaks as it does. */
    static final Vendor OPENAI = new Vendor(
            "openai",
            URI.create("https://api.openai.com/v1"),
            List.of("api.openai.com", ".api.openai.com", ".openai.azure.com"),
            "text-embedding-3-small",
            "gpt-4o-mini",
            OPENAI_MODELS,
            OPENAI_LIMITS,
            "dimensions",
            "base64",
            MAX_COMPLETION_TOKENS,
            true,
            false,
            false);

    /** Azure OpenAI (learn.microsoft.com/azure/foundry/openai/reference): what is asked is a deployment, of any name. */
    static final Vendor AZURE = new Vendor(
            "azure",
            null,
            List.of(),
            null,
            null,
            OPENAI_MODELS,
            OPENAI_LIMITS,
            "dimensions",
            "base64",
            MAX_COMPLETION_TOKENS,
            true,
            true,
            false);

    /** 512 texts and 16,384 tokens to a request are what its refusals say; it states neither. */
    private static final EmbeddingLimits MISTRAL_LIMITS = estimated(512, 8192, 16_384);

    /** Mistral (docs.mistral.ai/api): requests with a field that it doesn't know are refused. */
    static final Vendor MISTRAL = new Vendor(
            "mistral",
            URI.create("https://api.mistral.ai/v1"),
            List.of(),
            "mistral-embed",
            null,
            Map.of(
                    "mistral-embed", KnownModel.fixed(1024, MISTRAL_LIMITS),
                    "codestral-embed", KnownModel.upTo(3072, 1536, MISTRAL_LIMITS)),
            MISTRAL_LIMITS,
            "output_dimension",
            "float",
            MAX_TOKENS,
            false,
            false,
            false);

    private static final EmbeddingLimits DASHSCOPE_LIMITS = estimated(10, 8192, 10 * 8192);

    /** Alibaba's Model Studio (alibabacloud.com/help/en/model-studio), its international address. */
    static final Vendor DASHSCOPE = new Vendor(
            "dashscope",
            URI.create("https://dashscope-intl.aliyuncs.com/compatible-mode/v1"),
            List.of(),
            "text-embedding-v4",
            null,
            Map.of(
                    "text-embedding-v4",
                            KnownModel.among(1024, List.of(2048, 1536, 1024, 768, 512, 256, 128, 64), DASHSCOPE_LIMITS),
                    "text-embedding-v3",
                            KnownModel.among(1024, List.of(1024, 768, 512, 256, 128, 64), DASHSCOPE_LIMITS),
                    "text-embedding-v2", KnownModel.fixed(1536, estimated(25, 2048, 25 * 2048))),
            DASHSCOPE_LIMITS,
            "dimensions",
            "float",
            MAX_TOKENS,
            true,
            false,
            true);

    /** DeepSeek (api-docs.deepseek.com), which has chat models only. */
    static final Vendor DEEPSEEK = new Vendor(
            "deepseek",
            URI.create("https://api.deepseek.com"),
            List.of(),
            null,
            null,
            Map.of(),
            OPENAI_LIMITS,
            "dimensions",
            "float",
            MAX_TOKENS,
            true,
            false,
            false);

    /** Limits of tokens that are counted by another vocabulary here: a tenth is left free. */
    private static EmbeddingLimits estimated(int inputs, int inputTokens, int requestTokens) {
        return new EmbeddingLimits(inputs, inputTokens * 9 / 10, requestTokens * 9 / 10, CONCURRENCY);
    }

    /** The configured address, or the vendor's own. */
    ServerAddress addressOf(ModelSettings settings) {
        return ServerAddress.of(settings, address);
    }

    /** Whether the vendor itself answers here: a key is needed, and its limits and newest fields are known. */
    boolean answersAt(ServerAddress where) {
        return hosts.isEmpty() || where.isAmong(hosts);
    }

    /** The field that limits an answer; the old name is the only one that many compatible servers know. */
    String maxTokensFieldAt(ServerAddress where) {
        return answersAt(where) ? maxTokensField : MAX_TOKENS;
    }

    /** The configured model, or the vendor's usual one of a kind. */
    String modelOf(ModelSettings settings, @Nullable String usual) {
        String model = settings.model() == null ? usual : settings.model();
        if (model == null) {
            throw new FatalException(
                    "model-missing",
                    "%s is missing: name a %s of provider '%s'"
                            .formatted(settings.key("model"), deployments ? "deployment" : "model", name));
        }
        return model;
    }
}

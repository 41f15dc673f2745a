package io.millrace.connector.onnx;

import io.millrace.connector.onnx.Network.Tensor;
import io.millrace.embed.Distance;
import io.millrace.failure.FatalException;
import io.millrace.model.FileRevision;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A model of a directory, as the configuration and its own files say that it is used. What is configured goes first.
 *
 * @param transformer the model
 * @param documentPrompt what its authors put before a document
 * @param queryPrompt what its authors put before a question
 */
record DirectoryModel(SentenceTransformer transformer, String documentPrompt, String queryPrompt) {
    static final String DIRECTORY = "directory";
    static final String FILE = "file";
    static final String POOLING = "pooling";
    static final String NORMALISE = "normalise";
    static final String MAX_TOKENS = "max-tokens";
    static final String PROMPTS = "prompts";

    /** What says more of a directory's model. */
    static final List<String> OPTIONS = List.of(FILE, POOLING, NORMALISE, MAX_TOKENS, PROMPTS);

    /** Less than this holds no text beside its frame. */
    private static final int LEAST_TOKENS = SentenceTransformer.FRAME + 1;

    /** More than any encoder reads; what a run's numbers take grows with their square. */
    private static final int MOST_TOKENS = 1 << 17;

    /**
     * The model of the directory that the settings name.
     *
     * @throws FatalException when it isn't whole, can't be used, or isn't as the settings say
     */
    static DirectoryModel of(ModelSettings settings, ProviderOptions options, String given) {
        ModelDirectory directory = ModelDirectory.at(given, settings.key("options." + DIRECTORY));
        Path file = directory.network(settings.options().get(FILE));
        Network network = directory.describe(file);
        TokenizerFile tokenizer = directory.tokenizer();
        Published published = new Published(directory);
        Pooling asked = settings.options().containsKey(POOLING) ? pooling(options) : null;
        NetworkUse use = NetworkUse.of(
                network,
                asked,
                asked == null ? published.pooling() : null,
                settings.key("options." + POOLING),
                directory);
        checkFurtherModules(use, published, directory);
        int maxTokens = maxTokens(settings, options, published, tokenizer, directory);
        Boolean said = published.unitLength();
        boolean unitLength = options.flag(NORMALISE, said == null || said);
        String name = settings.model() != null
                ? settings.model()
                : String.valueOf(directory.root().getFileName());
        var transformer = new SentenceTransformer(
                name,
                revision(file, network, tokenizer, use, unitLength, maxTokens, directory),
                new ModelFiles.Local(file, tokenizer.path()),
                maxTokens,
                dimension(settings, use, published, directory),
                use.output(),
                use.pooling(),
                unitLength,
                Distance.COSINE,
                padding(published, tokenizer));
        boolean prompts = options.flag(PROMPTS, true);
        String document = prompts ? published.prompt("document", "passage") : "";
        String query = prompts ? published.prompt("query") : "";
        checkPrompts(settings, published, document + query, directory);
        return new DirectoryModel(transformer, document, query);
    }

    private static Pooling pooling(ProviderOptions options) {
        String name = options.oneOf(POOLING, List.of("mean", "cls", "max", "last"), "mean");
        return Pooling.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static void checkFurtherModules(NetworkUse use, Published published, ModelDirectory directory) {
        List<String> further = published.furtherModules();
        if (use.pooling() != null && !further.isEmpty()) {
            throw directory.refusal(
                    "model-unsupported",
                    "The model's modules.json has %s after the network, which isn't done here: take an ONNX file whose"
                                    .formatted(String.join(", ", further))
                            + " output is sentence_embedding",
                    null);
        }
    }

    private static void checkPrompts(
            ModelSettings settings, Published published, String prompts, ModelDirectory directory) {
        boolean prefixed = !(settings.documentPrefix() + settings.queryPrefix() + prompts).isEmpty();
        if (prefixed && published.leavesPromptsOut()) {
            throw directory.refusal(
                    "model-unsupported",
                    "The model leaves its prompts out of the pooling (include_prompt), which isn't done here",
                    null);
        }
    }

    private static int maxTokens(
            ModelSettings settings,
            ProviderOptions options,
            Published published,
            TokenizerFile tokenizer,
            ModelDirectory directory) {
        Integer positions = published.positions();
        Integer own = first(published.maxTokens(), tokenizer.maxTokens(), positions);
        String key = settings.key("options." + MAX_TOKENS);
        if (own == null && !settings.options().containsKey(MAX_TOKENS)) {
            throw directory.refusal(
                    "max-tokens-missing",
                    "Nothing says how many word pieces the model reads: set %s, or add sentence_bert_config.json or"
                                    .formatted(key)
                            + " config.json to the directory",
                    null);
        }
        int most = options.positive(MAX_TOKENS, own == null ? LEAST_TOKENS : own);
        int ceiling = positions == null ? MOST_TOKENS : Math.min(positions, MOST_TOKENS);
        if (most < LEAST_TOKENS || most > ceiling) {
            throw new FatalException(
                    "option-invalid",
                    "%s must be from %d to %d, what the model reads, got %d"
                            .formatted(key, LEAST_TOKENS, ceiling, most));
        }
        return most;
    }

    private static int dimension(
            ModelSettings settings, NetworkUse use, Published published, ModelDirectory directory) {
        Integer known = use.width() == Tensor.ANY
                ? first(settings.dimension(), published.dimension())
                : Integer.valueOf((int) use.width());
        if (known == null) {
            throw directory.refusal(
                    "dimension-missing",
                    "Neither the ONNX file nor a config.json says how many numbers a vector has: set %s"
                            .formatted(settings.key("dimension")),
                    null);
        }
        return known;
    }

    private static int padding(Published published, TokenizerFile tokenizer) {
        Integer padding = first(published.padding(), tokenizer.padding());
        return padding == null ? 0 : padding;
    }

    private static String revision(
            Path file,
            Network network,
            TokenizerFile tokenizer,
            NetworkUse use,
            boolean unitLength,
            int maxTokens,
            ModelDirectory directory) {
        List<Path> files = new ArrayList<>();
        files.add(file);
        network.external().keySet().forEach(beside -> files.add(file.resolveSibling(beside)));
        files.add(tokenizer.path());
        try {
            return FileRevision.of(files, SentenceTransformer.settings(use.pooling(), unitLength, maxTokens));
        } catch (IOException e) {
            throw directory.unreadable(file, e);
        }
    }

    @SafeVarargs
    private static <T> @Nullable T first(@Nullable T... candidates) {
        for (T candidate : candidates) {
            if (candidate != null) {
                return candidate;
            }
        }
        return null;
    }
}

package io.millrace.connector.onnx;

import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the settings ask of this provider, checked.
 *
 * @param section the configuration section, for messages that name a key
 * @param transformer the model
 * @param documentPrefix put before a document's text
 * @param queryPrefix put before a question
 * @param batchSize texts in a call
 * @param concurrency calls in flight
 * @param threads that compute
 */
record OnnxSettings(
        String section,
        SentenceTransformer transformer,
        String documentPrefix,
        String queryPrefix,
        int batchSize,
        int concurrency,
        Threads threads) {

    static final String PROVIDER = "onnx";

    private static final String THREADS = "threads";
    private static final String RUNS = "runs";
    private static final List<String> OPTIONS = Stream.concat(
                    Stream.of(DirectoryModel.DIRECTORY, THREADS, RUNS), DirectoryModel.OPTIONS.stream())
            .toList();
    private static final int DEFAULT_BATCH_SIZE = 128;
    private static final int MAX_BATCH_SIZE = 2048;
    // One call runs while the next one waits for it: the processors never wait for a caller.
    private static final int DEFAULT_CONCURRENCY = 2;
    private static final int MAX_CONCURRENCY = 64;
    private static final int MAX_THREADS = 512;

    /**
     * The settings, checked.
     *
     * @throws FatalException naming the configuration key of the first that can't work
     */
    static OnnxSettings from(ModelSettings settings) {
        ProviderOptions options = new ProviderOptions(settings, OPTIONS);
        String directory = settings.options().get(DirectoryModel.DIRECTORY);
        DirectoryModel model = directory == null ? ofJar(settings) : DirectoryModel.of(settings, options, directory);
        SentenceTransformer transformer = model.transformer();
        checkDimension(transformer, settings.dimension(), settings.key("dimension"));
        boolean prefixed =
                !settings.documentPrefix().isEmpty() || !settings.queryPrefix().isEmpty();
        return new OnnxSettings(
                settings.section(),
                transformer,
                prefixed ? settings.documentPrefix() : model.documentPrompt(),
                prefixed ? settings.queryPrefix() : model.queryPrompt(),
                within(settings.batchSize(), DEFAULT_BATCH_SIZE, MAX_BATCH_SIZE, settings.key("batch-size")),
                within(settings.concurrency(), DEFAULT_CONCURRENCY, MAX_CONCURRENCY, settings.key("concurrency")),
                threads(settings));
    }

    private static DirectoryModel ofJar(ModelSettings settings) {
        String directoryKey = settings.key("options." + DirectoryModel.DIRECTORY);
        for (String option : DirectoryModel.OPTIONS) {
            if (settings.options().containsKey(option)) {
                throw new FatalException(
                        "option-unknown",
                        "%s is for a model of a directory: set %s too, or leave it out"
                                .formatted(settings.key("options." + option), directoryKey));
            }
        }
        return new DirectoryModel(
                SentenceTransformer.named(settings.model(), settings.key("model"), directoryKey), "", "");
    }

    VectorSpace space() {
        return new VectorSpace(
                PROVIDER,
                transformer.name(),
                transformer.revision(),
                transformer.dimension(),
                transformer.distance(),
                transformer.unitLength(),
                documentPrefix,
                queryPrefix);
    }

    /**
     * The limits. A prefix takes its part of what a text may hold.
     *
     * @throws FatalException when a prefix leaves no room, or the tokenizer can't be loaded to tell
     */
    EmbeddingLimits limits() {
        int prefix = Math.max(pieces(documentPrefix), pieces(queryPrefix));
        int tokens = transformer.piecesPerText() - prefix;
        if (tokens < 1) {
            throw new FatalException(
                    "prefix-too-long",
                    "%s.document-prefix and %s.query-prefix must leave room for a text, but a prefix takes %d tokens of"
                                    .formatted(section, section, prefix)
                            + " a text's " + transformer.piecesPerText());
        }
        int ofACall = (int) Math.min((long) batchSize * tokens, Integer.MAX_VALUE);
        return new EmbeddingLimits(batchSize, tokens, ofACall, concurrency);
    }

    private int pieces(String prefix) {
        return prefix.isEmpty() ? 0 : WordPieces.of(transformer).count(prefix);
    }

    private static void checkDimension(SentenceTransformer transformer, @Nullable Integer dimension, String key) {
        if (dimension != null && dimension != transformer.dimension()) {
            throw new FatalException(
                    "wrong-dimension",
                    "%s is %d, but embedding model '%s' makes vectors of %d dimensions: set it to %d or leave it out"
                            .formatted(
                                    key,
                                    dimension,
                                    transformer.name(),
                                    transformer.dimension(),
                                    transformer.dimension()));
        }
    }

    private static Threads threads(ModelSettings settings) {
        int all = option(settings, THREADS, Runtime.getRuntime().availableProcessors(), MAX_THREADS);
        return new Threads(all, option(settings, RUNS, all, all));
    }

    private static int option(ModelSettings settings, String name, int otherwise, int most) {
        String given = settings.options().get(name);
        String key = settings.key("options." + name);
        try {
            return within(given == null ? null : Integer.valueOf(given.strip()), otherwise, most, key);
        } catch (NumberFormatException e) {
            throw new FatalException("invalid-setting", outOfRange(key, most, String.valueOf(given)), e);
        }
    }

    private static int within(@Nullable Integer given, int otherwise, int most, String key) {
        if (given == null) {
            return otherwise;
        }
        if (given < 1 || given > most) {
            throw new FatalException("invalid-setting", outOfRange(key, most, given.toString()));
        }
        return given;
    }

    private static String outOfRange(String key, int most, String given) {
        return "%s must be a whole number from 1 to %d, got '%s'".formatted(key, most, given);
    }
}

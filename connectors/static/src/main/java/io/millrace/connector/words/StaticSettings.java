package io.millrace.connector.words;

import io.millrace.embed.Distance;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.model.FileRevision;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the settings ask of this provider, checked as far as that needs no reading of the files.
 *
 * @param model the model's name
 * @param dimension that is configured, or null
 * @param dimensionKey the configuration key of that
 * @param limits of a call
 * @param source the words
 */
record StaticSettings(
        String model, @Nullable Integer dimension, String dimensionKey, EmbeddingLimits limits, Source source) {
    static final String PROVIDER = "static";

    private static final String FILE = "file";
    private static final String LOWER_CASE = "lower-case";
    private static final String MAX_WORDS = "max-words";
    private static final String WEIGHTING = "weighting";
    private static final String FREQUENCIES = "frequencies";
    private static final List<String> OPTIONS = List.of(FILE, LOWER_CASE, MAX_WORDS, WEIGHTING, FREQUENCIES);

    private static final int DEFAULT_BATCH_SIZE = 256;
    private static final int MAX_BATCH_SIZE = 2048;
    // One call is worked on while the next one waits for it.
    private static final int DEFAULT_CONCURRENCY = 2;
    private static final int MAX_CONCURRENCY = 64;
    // A mean has no length at which it ends; what is longer than this is no text of use.
    private static final int MAX_WORDS_OF_A_TEXT = 1 << 20;

    /**
     * What is read, and how: whoever asks for the same can share it.
     *
     * @param file the word vectors
     * @param lowerCase whether texts are put in lower case
     * @param maxWords words of the file that are read
     * @param maxWordsKey the configuration key of that
     * @param weighting how much each word counts
     * @param frequencies the file of document frequencies, where the weighting takes one
     * @param frequenciesKey the configuration key of that
     */
    record Source(
            VectorFile file,
            boolean lowerCase,
            int maxWords,
            String maxWordsKey,
            Weighting weighting,
            @Nullable Path frequencies,
            String frequenciesKey) {

        /** The weight of each word, by its number. */
        float[] weights(WordTable table) {
            return weighting.weights(
                    table,
                    frequencies == null
                            ? DocumentFrequencies.NONE
                            : DocumentFrequencies.read(frequencies, frequenciesKey));
        }

        /** Of all that decides vectors. */
        String revision() {
            List<Path> files = frequencies == null ? List.of(file.path()) : List.of(file.path(), frequencies);
            try {
                return FileRevision.of(files, "%s %s %d".formatted(weighting, lowerCase, maxWords));
            } catch (IOException e) {
                throw new FatalException(
                        "vectors-unreadable", "'%s' can't be read: %s (%s)".formatted(file.path(), e, file.key()), e);
            }
        }
    }

    /**
     * The settings, checked.
     *
     * @throws FatalException naming the configuration key of the first that can't work
     */
    static StaticSettings from(ModelSettings settings) {
        ProviderOptions options = new ProviderOptions(settings, OPTIONS);
        refusePrefixes(settings);
        Path file = file(settings, FILE);
        if (file == null) {
            throw new FatalException(
                    "file-missing",
                    "Provider static needs a file of word vectors, of Word2Vec or GloVe: set %s"
                            .formatted(settings.key("options." + FILE)));
        }
        int inputs = within(settings.batchSize(), DEFAULT_BATCH_SIZE, MAX_BATCH_SIZE, settings.key("batch-size"));
        return new StaticSettings(
                settings.model() != null ? settings.model() : String.valueOf(file.getFileName()),
                settings.dimension(),
                settings.key("dimension"),
                new EmbeddingLimits(
                        inputs,
                        MAX_WORDS_OF_A_TEXT,
                        8 * MAX_WORDS_OF_A_TEXT,
                        within(
                                settings.concurrency(),
                                DEFAULT_CONCURRENCY,
                                MAX_CONCURRENCY,
                                settings.key("concurrency"))),
                source(settings, options, file));
    }

    private static Source source(ModelSettings settings, ProviderOptions options, Path file) {
        Weighting weighting = Weighting.valueOf(options.oneOf(WEIGHTING, List.of("none", "rank", "frequencies"), "none")
                .toUpperCase(Locale.ROOT));
        Path frequencies = file(settings, FREQUENCIES);
        if ((frequencies != null) != (weighting == Weighting.FREQUENCIES)) {
            throw new FatalException(
                    "option-invalid",
                    "%s names the file that %s: frequencies takes: set both, or neither"
                            .formatted(settings.key("options." + FREQUENCIES), settings.key("options." + WEIGHTING)));
        }
        return new Source(
                new VectorFile(file, settings.key("options." + FILE)),
                options.flag(LOWER_CASE, true),
                options.positive(MAX_WORDS, Integer.MAX_VALUE),
                settings.key("options." + MAX_WORDS),
                weighting,
                frequencies,
                settings.key("options." + FREQUENCIES));
    }

    /**
     * The space of the vectors. Reads the file through for its revision, unless that was done.
     *
     * @throws FatalException when it can't be read, or has vectors of another dimension than is configured
     */
    VectorSpace space() {
        int own = source.file().dimension();
        if (dimension != null && dimension != own) {
            throw new FatalException(
                    "wrong-dimension",
                    "%s is %d, but the vectors of '%s' have %d dimensions: set it to %d or leave it out"
                            .formatted(dimensionKey, dimension, source.file().path(), own, own));
        }
        return new VectorSpace(PROVIDER, model, source.revision(), own, Distance.COSINE, true, "", "");
    }

    private static void refusePrefixes(ModelSettings settings) {
        if (!settings.documentPrefix().isEmpty() || !settings.queryPrefix().isEmpty()) {
            throw new FatalException(
                    "setting-invalid",
                    "%s and %s are for models that were trained with them, which word vectors aren't: leave them out"
                            .formatted(settings.key("document-prefix"), settings.key("query-prefix")));
        }
    }

    private static @Nullable Path file(ModelSettings settings, String option) {
        String given = settings.options().get(option);
        if (given == null) {
            return null;
        }
        String key = settings.key("options." + option);
        try {
            Path file = Path.of(given).toAbsolutePath().normalize();
            if (Files.isRegularFile(file)) {
                return file;
            }
            throw new FatalException(
                    "file-missing",
                    "There is no file '%s'%s (%s). The machine that submits the job and every TaskManager need it"
                            .formatted(
                                    file,
                                    given.contains("://") ? "; it must be of this machine's file system" : "",
                                    key));
        } catch (InvalidPathException e) {
            throw new FatalException(
                    "file-missing", "'%s' is no path: %s (%s)".formatted(given, e.getReason(), key), e);
        }
    }

    private static int within(@Nullable Integer given, int otherwise, int most, String key) {
        int chosen = given == null ? otherwise : given;
        if (chosen < 1 || chosen > most) {
            throw new FatalException(
                    "setting-invalid", "%s must be a whole number from 1 to %d, got %d".formatted(key, most, chosen));
        }
        return chosen;
    }
}

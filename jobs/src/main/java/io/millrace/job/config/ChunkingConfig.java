package io.millrace.job.config;

import io.millrace.job.config.bind.ConfigurationException;
import io.millrace.job.config.bind.Contradictions;
import io.millrace.job.config.bind.Setting;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** How text is cut into chunks. Tokens are counted as the embedding model counts them. */
public record ChunkingConfig(
        @Setting(
                value = "structure",
                doc =
                        "`structure` cuts at headings, paragraphs and sentences; `whole` makes one chunk of a document, and"
                                + " the embedding model sees its beginning only if it is too long. `whole`"
                                + " ignores the numbers below.")
        Chunker chunker,

        @Setting(
                min = "1",
                doc = "Tokens that a chunk may have; without it, what the embedding model takes, at most 512.")
        @Nullable
        Integer maxTokens,

        @Setting(
                value = "32",
                min = "0",
                doc = "Tokens below which a chunk is joined with its neighbour, where the structure allows it.")
        int minTokens,

        @Setting(value = "0", min = "0", doc = "Tokens at the end of a chunk that the next one repeats.")
        int overlapTokens,

        @Setting(
                value = "headings",
                doc = "What is embedded before a chunk's text: nothing, the document's title, or the title and the"
                        + " headings that the chunk is under.")
        EmbedWith embedWith)
        implements Serializable {

    /** Without a setting, chunks don't grow beyond this, however much the model takes. */
    private static final int MAX_TOKENS_BY_DEFAULT = 512;

    /** The chunkers. */
    public enum Chunker {
        STRUCTURE,
        WHOLE
    }

    /** What is embedded with a chunk's text. */
    public enum EmbedWith {
        NONE,
        TITLE,
        HEADINGS
    }

    public ChunkingConfig {
        check(maxTokens == null ? Integer.MAX_VALUE : maxTokens, "chunking.max-tokens", minTokens, overlapTokens);
    }

    /**
     * Tokens that a chunk may have with a model.
     *
     * @param modelLimit tokens that the embedding model takes
     * @throws ConfigurationException when the model takes fewer than is configured, or the other settings need more
     */
    public int maxTokens(int modelLimit) {
        new Contradictions()
                .unless(
                        maxTokens == null || maxTokens <= modelLimit,
                        "chunking.max-tokens",
                        "chunking.max-tokens must be at most %d, which is what the embedding model takes beside what chunking.embed-with adds, got '%d'"
                                .formatted(modelLimit, maxTokens))
                .refuse();
        int tokens = maxTokens == null ? Math.min(modelLimit, MAX_TOKENS_BY_DEFAULT) : maxTokens;
        check(tokens, "the embedding model's limit", minTokens, overlapTokens);
        return tokens;
    }

    private static void check(int maxTokens, String limit, int minTokens, int overlapTokens) {
        new Contradictions()
                .unless(
                        minTokens <= maxTokens,
                        "chunking.min-tokens",
                        "chunking.min-tokens must be at most %s (%d), got '%d'".formatted(limit, maxTokens, minTokens))
                .unless(
                        overlapTokens < maxTokens,
                        "chunking.overlap-tokens",
                        "chunking.overlap-tokens must be less than %s (%d), got '%d'"
                                .formatted(limit, maxTokens, overlapTokens))
                .refuse();
    }
}

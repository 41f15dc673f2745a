package io.millrace.job.config;

import io.millrace.chunk.ChunkSizes;
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
                        "`structure` cuts at headings, and between paragraphs or sentences where the text turns to something"
                                + " else; its cuts stay where they are when the text changes elsewhere. `recursive`"
                                + " splits between paragraphs, then lines, sentences and words, until what is left fits."
                                + " `sentence` takes whole sentences, `fixed` as many words as fit. `parent-child` cuts"
                                + " small chunks out of large ones, which are read in their place. `semantic` asks the"
                                + " embedding model about every sentence, and cuts where their meaning changes. `code` cuts"
                                + " source code along its syntax, and other documents as `structure` does. `whole`"
                                + " makes one chunk of a document, and the embedding model sees its beginning only if it"
                                + " is too long; it ignores the numbers below.")
        Chunker chunker,

        @Setting(
                min = "1",
                doc = "Tokens that a chunk may have; without it, what the embedding model takes, at most 256, and with"
                        + " `parent-child` at most 128.")
        @Nullable
        Integer maxTokens,

        @Setting(
                value = "32",
                min = "0",
                doc =
                        "Tokens below which a chunk is joined with its neighbour, where the text allows it: of `structure`,"
                                + " `parent-child` and `semantic`.")
        int minTokens,

        @Setting(
                value = "0",
                min = "0",
                doc = "Tokens at the end of a chunk that the next one repeats, counted in `chunking.max-tokens`; none"
                        + " with `parent-child`.")
        int overlapTokens,

        @Setting(value = "5", min = "1", doc = "Sentences in a chunk of `sentence`, where they fit.")
        int sentencesPerChunk,

        @Setting(
                value = "600",
                min = "1",
                doc = "Tokens that a parent of `parent-child` may have. An answer's evidence is made of parents: see"
                        + " `query.evidence-tokens`.")
        int parentTokens,

        @Setting(
                value = "85",
                min = "1",
                max = "99",
                doc = "How rare a turn in the text is that `semantic` cuts at: of a hundred places between sentences,"
                        + " these are passed over. A larger number makes larger chunks.")
        int semanticPercentile,

        @Setting(
                value = "headings",
                doc = "What is embedded before a chunk's text: nothing, the document's title, or the title and the"
                        + " headings that the chunk is under.")
        EmbedWith embedWith)
        implements Serializable {

    /**
     * Without a setting, chunks don't grow beyond this, however much the model takes: larger ones find no more, and
     * bring along more that wasn't asked for.
     */
    private static final int MAX_TOKENS_BY_DEFAULT = 256;
    /** As above, of chunks that are found for their parents. */
    private static final int MAX_CHILD_TOKENS_BY_DEFAULT = 128;

    /** The chunkers. */
    public enum Chunker {
        STRUCTURE,
        RECURSIVE,
        SENTENCE,
        FIXED,
        PARENT_CHILD,
        SEMANTIC,
        CODE,
        WHOLE;

        private boolean joinsSmallChunks() {
            return this == STRUCTURE || this == PARENT_CHILD || this == SEMANTIC;
        }
    }

    /** What is embedded with a chunk's text. */
    public enum EmbedWith {
        NONE,
        TITLE,
        HEADINGS
    }

    public ChunkingConfig {
        boolean parents = chunker == Chunker.PARENT_CHILD;
        new Contradictions()
                .unless(
                        !parents || maxTokens == null || maxTokens <= parentTokens,
                        "chunking.parent-tokens",
                        "chunking.parent-tokens must be at least chunking.max-tokens (%d), got '%d'"
                                .formatted(maxTokens, parentTokens))
                .unless(
                        !parents || overlapTokens == 0,
                        "chunking.overlap-tokens",
                        "chunking.overlap-tokens must be 0 where chunking.chunker is parent-child, since what is around"
                                + " a chunk is in its parent, got '%d'".formatted(overlapTokens))
                .refuse();
        int max = maxTokens == null ? Integer.MAX_VALUE : maxTokens;
        check(chunker, max, "chunking.max-tokens", minTokens, overlapTokens);
    }

    /**
     * The sizes of chunks with a model.
     *
     * @param modelLimit tokens that the embedding model takes
     * @throws ConfigurationException when the model takes fewer than is configured, or the other settings need more
     */
    public ChunkSizes sizes(int modelLimit) {
        if (chunker == Chunker.WHOLE) {
            return new ChunkSizes(0, modelLimit, 0);
        }
        new Contradictions()
                .unless(
                        maxTokens == null || maxTokens <= modelLimit,
                        "chunking.max-tokens",
                        "chunking.max-tokens must be at most %d, which is what the embedding model takes beside what chunking.embed-with adds, got '%d'"
                                .formatted(modelLimit, maxTokens))
                .refuse();
        int max = maxTokens == null ? Math.min(modelLimit, maxTokensByDefault()) : maxTokens;
        check(chunker, max, "what a chunk may have with this embedding model", minTokens, overlapTokens);
        return new ChunkSizes(chunker.joinsSmallChunks() ? minTokens : 0, max, overlapTokens);
    }

    private int maxTokensByDefault() {
        return chunker == Chunker.PARENT_CHILD
                ? Math.min(MAX_CHILD_TOKENS_BY_DEFAULT, parentTokens)
                : MAX_TOKENS_BY_DEFAULT;
    }

    private static void check(Chunker chunker, int max, String limit, int minTokens, int overlapTokens) {
        if (chunker == Chunker.WHOLE) {
            return;
        }
        boolean joins = chunker.joinsSmallChunks();
        int own = joins && minTokens <= max ? Math.max(1, minTokens) : 1;
        new Contradictions()
                .unless(
                        !joins || minTokens <= max,
                        "chunking.min-tokens",
                        "chunking.min-tokens must be at most %s (%d), got '%d'".formatted(limit, max, minTokens))
                .unless(
                        overlapTokens <= max - own,
                        "chunking.overlap-tokens",
                        "chunking.overlap-tokens must be at most %d, so that of %s (%d) at least %d are a chunk's own, got '%d'"
                                .formatted(max - own, limit, max, own, overlapTokens))
                .refuse();
    }
}

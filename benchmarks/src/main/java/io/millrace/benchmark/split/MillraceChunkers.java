package io.millrace.benchmark.split;

import io.millrace.chunk.ChunkSizes;
import io.millrace.chunk.Chunker;
import io.millrace.chunk.FixedChunker;
import io.millrace.chunk.ModelVectors;
import io.millrace.chunk.ParentChildChunker;
import io.millrace.chunk.RecursiveChunker;
import io.millrace.chunk.SemanticChunker;
import io.millrace.chunk.SentenceChunker;
import io.millrace.chunk.StructureChunker;
import io.millrace.chunk.TokenCounter;
import io.millrace.chunk.WholeChunker;
import io.millrace.chunk.code.CodeChunker;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.PaceSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every chunker that Millrace has, under its name in the configuration. A new one is a line here. */
final class MillraceChunkers {
    /** The configuration's own default. */
    private static final int MIN_TOKENS = 32;

    private static final int SENTENCES = 5;
    private static final int PERCENTILE = 85;
    /** Children of a parent, at the least: the default's 600 tokens to 128, roughly. */
    private static final int CHILDREN = 4;

    private MillraceChunkers() {}

    /**
     * Makes a chunker.
     *
     * @param sized whether it cuts to a size
     * @param recipe makes it
     */
    record Entry(boolean sized, Recipe recipe) {}

    /** Makes a chunker for a size. The model is for those that cut by meaning. */
    interface Recipe {
        Chunker make(ChunkSizes sizes, TokenCounter tokens, EmbeddingModel model);
    }

    static Map<String, Entry> all() {
        Map<String, Entry> all = new LinkedHashMap<>();
        all.put("structure", new Entry(true, (sizes, tokens, model) -> new StructureChunker(sizes, tokens)));
        all.put("recursive", new Entry(true, (sizes, tokens, model) -> new RecursiveChunker(sizes, tokens)));
        all.put("sentence", new Entry(true, (sizes, tokens, model) -> new SentenceChunker(sizes, SENTENCES, tokens)));
        all.put("fixed", new Entry(true, (sizes, tokens, model) -> new FixedChunker(sizes, tokens)));
        all.put("parent-child", new Entry(true, MillraceChunkers::parentChild));
        all.put(
                "semantic",
                new Entry(
                        true,
                        (sizes, tokens, model) -> new SemanticChunker(
                                sizes,
                                PERCENTILE,
                                tokens,
                                new ModelVectors(model, PaceSettings.unbounded("benchmark")))));
        all.put("code", new Entry(true, (sizes, tokens, model) -> new CodeChunker(sizes, tokens)));
        all.put("whole", new Entry(false, (sizes, tokens, model) -> new WholeChunker()));
        return all;
    }

    /** The size that is given is the parents': they are what is read. */
    private static Chunker parentChild(ChunkSizes sizes, TokenCounter tokens, EmbeddingModel model) {
        int children = Math.max(1, sizes.maxTokens() / CHILDREN);
        return new ParentChildChunker(
                sizes.maxTokens(), new ChunkSizes(Math.min(MIN_TOKENS, children) / 2, children, 0), tokens);
    }

    /** The sizes that go with a greatest size; no overlap. */
    static ChunkSizes sizes(int maxTokens) {
        return new ChunkSizes(Math.min(MIN_TOKENS, maxTokens), maxTokens, 0);
    }
}

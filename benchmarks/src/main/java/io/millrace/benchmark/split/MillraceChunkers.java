package io.millrace.benchmark.split;

import io.millrace.chunk.ChunkSizes;
import io.millrace.chunk.Chunker;
import io.millrace.chunk.StructureChunker;
import io.millrace.chunk.TokenCounter;
import io.millrace.chunk.WholeChunker;
import io.millrace.embed.EmbeddingModel;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every chunker that Millrace has, under its name in the configuration. A new one is a line here. */
final class MillraceChunkers {
    /** The configuration's own default. */
    private static final int MIN_TOKENS = 32;

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
        all.put("whole", new Entry(false, (sizes, tokens, model) -> new WholeChunker()));
        return all;
    }

    /** The sizes that go with a greatest size; no overlap. */
    static ChunkSizes sizes(int maxTokens) {
        return new ChunkSizes(Math.min(MIN_TOKENS, maxTokens), maxTokens, 0);
    }
}

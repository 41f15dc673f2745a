package io.millrace.chunk;

import io.millrace.document.Document;
import java.util.function.Consumer;

/**
 * Splits between paragraphs and joins what fits; a paragraph that is too large between its lines, a line between its
 * sentences, a sentence between its words, and a word between its characters. As recursive character splitters do, with
 * sizes in tokens.
 */
public final class RecursiveChunker implements Chunker {
    private final ChunkSizes sizes;
    private final TokenCounter tokens;

    /** A chunker with sizes, of which the least isn't used. */
    public RecursiveChunker(ChunkSizes sizes, TokenCounter tokens) {
        this.sizes = sizes;
        this.tokens = tokens;
    }

    @Override
    public void chunk(Document document, Consumer<Piece> out) {
        TextSize size = new TextSize(document.text(), tokens);
        Overlap pieces = new Overlap(sizes, size, out);
        RecursiveSplit split = new RecursiveSplit(sizes.ownTokens(), size, pieces::add);
        UnitReader.read(document, size, sizes.ownTokens(), split::add);
        split.close();
    }

    @Override
    public String fingerprint() {
        return "recursive/1 max %d overlap %d".formatted(sizes.maxTokens(), sizes.overlapTokens());
    }
}

package io.millrace.chunk;

import io.millrace.document.Document;
import java.util.function.Consumer;

/**
 * Cuts windows of as many tokens as fit, between words, whatever they say. Only a word of more than 64 characters, or
 * than a piece holds, is cut, and then never within a character.
 */
public final class FixedChunker implements Chunker {
    private final ChunkSizes sizes;
    private final TokenCounter tokens;

    /** A chunker with sizes, of which the least isn't used. */
    public FixedChunker(ChunkSizes sizes, TokenCounter tokens) {
        this.sizes = sizes;
        this.tokens = tokens;
    }

    @Override
    public void chunk(Document document, Consumer<Piece> out) {
        TextSize size = new TextSize(document.text(), tokens);
        Overlap pieces = new Overlap(sizes, size, out);
        Packer packer = new Packer(sizes.ownTokens(), Integer.MAX_VALUE, size, pieces::add);
        UnitReader.readWords(document, size, sizes.ownTokens(), packer::add);
        packer.close();
    }

    @Override
    public String fingerprint() {
        return "fixed/1 max %d overlap %d".formatted(sizes.maxTokens(), sizes.overlapTokens());
    }
}

package io.millrace.chunk;

import io.millrace.document.Document;
import java.util.function.Consumer;

/**
 * Puts a number of sentences into each piece, or as many as fit. A table, a code block, a list's item or a heading
 * counts as a sentence. Only a sentence that no piece could hold is cut.
 */
public final class SentenceChunker implements Chunker {
    private final ChunkSizes sizes;
    private final int sentences;
    private final TokenCounter tokens;

    /**
     * A chunker.
     *
     * @param sizes of which the least isn't used
     * @param sentences in a piece, at least 1
     */
    public SentenceChunker(ChunkSizes sizes, int sentences, TokenCounter tokens) {
        if (sentences < 1) {
            throw new IllegalArgumentException("a piece must have at least 1 sentence, got " + sentences);
        }
        this.sizes = sizes;
        this.sentences = sentences;
        this.tokens = tokens;
    }

    @Override
    public void chunk(Document document, Consumer<Piece> out) {
        TextSize size = new TextSize(document.text(), tokens);
        Overlap pieces = new Overlap(sizes, size, out);
        Packer packer = new Packer(sizes.ownTokens(), sentences, size, pieces::add);
        UnitReader.read(document, size, sizes.ownTokens(), packer::add);
        packer.close();
    }

    @Override
    public String fingerprint() {
        return "sentence/1 sentences %d max %d overlap %d"
                .formatted(sentences, sizes.maxTokens(), sizes.overlapTokens());
    }
}

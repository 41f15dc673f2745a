package io.millrace.chunk;

import io.millrace.document.Document;
import java.util.function.Consumer;

/**
 * Cuts along a document's structure, and where the text itself says: an edit changes the pieces that it touches, and
 * hardly ever one that is further away. A heading starts a new piece; within a section, the best cut in reach ends one,
 * which is between paragraphs rather than between sentences, and between those that say different things rather than
 * the same. Code and tables are cut between lines, and only a sentence that no piece could hold is cut between words.
 */
public final class StructureChunker implements Chunker {
    private final ChunkSizes sizes;
    private final TokenCounter tokens;

    public StructureChunker(ChunkSizes sizes, TokenCounter tokens) {
        this.sizes = sizes;
        this.tokens = tokens;
    }

    @Override
    public void chunk(Document document, Consumer<Piece> out) {
        TextSize size = new TextSize(document.text(), tokens);
        Overlap pieces = new Overlap(sizes, size, out);
        Cutter cutter = new Cutter(sizes.minTokens(), sizes.ownTokens(), size, pieces::add);
        Cohesion cohesion = new Cohesion(document.text(), cutter::add);
        UnitReader.read(document, size, sizes.ownTokens(), cohesion::add);
        cohesion.close();
        cutter.close();
    }

    @Override
    public String fingerprint() {
        return "structure/2 " + sizes.fingerprint();
    }
}

package io.millrace.chunk;

import io.millrace.document.Document;
import java.util.function.Consumer;

/**
 * Cuts where the text turns to something else: each sentence is embedded, and a cut is made between two where the few
 * before and the few after differ most. It asks the embedding model for every sentence of every document that it sees,
 * whether or not the chunks changed.
 */
public final class SemanticChunker implements Chunker {
    private final ChunkSizes sizes;
    private final int percentile;
    private final TokenCounter tokens;
    private final TextVectors vectors;

    /**
     * A chunker that owns the vectors.
     *
     * @param percentile of the differences in a stretch of text: a larger one makes a cut, from 1 to 99
     */
    public SemanticChunker(ChunkSizes sizes, int percentile, TokenCounter tokens, TextVectors vectors) {
        if (percentile < 1 || percentile > 99) {
            throw new IllegalArgumentException("percentile must be from 1 to 99, got " + percentile);
        }
        this.sizes = sizes;
        this.percentile = percentile;
        this.tokens = tokens;
        this.vectors = vectors;
    }

    @Override
    public void chunk(Document document, Consumer<Piece> out) {
        TextSize size = new TextSize(document.text(), tokens);
        Overlap pieces = new Overlap(sizes, size, out);
        Cutter cutter = new Cutter(sizes.minTokens(), sizes.ownTokens(), size, pieces::add);
        Turns turns = new Turns(document.text(), sizes.ownTokens(), percentile, vectors, cutter::add);
        UnitReader.read(document, size, sizes.ownTokens(), turns::add);
        turns.close();
        cutter.close();
    }

    @Override
    public String fingerprint() {
        return "semantic/1 percentile %d %s %s".formatted(percentile, sizes.fingerprint(), vectors.name());
    }

    @Override
    public void close() {
        vectors.close();
    }
}

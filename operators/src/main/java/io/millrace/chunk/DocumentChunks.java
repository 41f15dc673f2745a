package io.millrace.chunk;

import io.millrace.document.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes a document's chunks. Safe for use by many threads if the chunker is. */
public final class DocumentChunks {
    private final Chunker chunker;
    private final EmbeddingText embeddingText;
    private final String source;

    /** Chunks of documents that are read from the source; see {@link Chunk#source()}. */
    public DocumentChunks(Chunker chunker, EmbeddingText embeddingText, String source) {
        this.chunker = chunker;
        this.embeddingText = embeddingText;
        this.source = source;
    }

    /** The settings that decide what the chunks and their vectors are made from. */
    public String fingerprint() {
        return chunker.fingerprint() + " " + embeddingText + " " + source;
    }

    /**
     * Where the document is cut.
     *
     * @throws IllegalStateException when a piece isn't a run of the document's text: a defect of the chunker
     */
    public List<Chunker.Piece> pieces(Document document) {
        int length = document.text().length();
        List<Chunker.Piece> pieces = new ArrayList<>();
        chunker.chunk(document, piece -> {
            if (piece.start() < 0 || piece.end() <= piece.start() || piece.end() > length) {
                throw new IllegalStateException(
                        "%s cut from %d to %d in a text of %d characters; a piece must be a run of it"
                                .formatted(chunker.fingerprint(), piece.start(), piece.end(), length));
            }
            pieces.add(piece);
        });
        return pieces;
    }

    /**
     * Hands over the document's chunks in order, one at a time: of a large document only the places are held.
     *
     * @param pieces where it is cut
     * @param revision see {@link Chunk#revision()}
     */
    public void of(Document document, List<Chunker.Piece> pieces, String revision, Consumer<Chunk> out) {
        Map<String, Integer> occurrences = new HashMap<>();
        for (int ordinal = 0; ordinal < pieces.size(); ordinal++) {
            Chunker.Piece piece = pieces.get(ordinal);
            String text = document.text().substring(piece.start(), piece.end());
            String textHash = ChunkId.hash(text);
            String context = embeddingText.context(document.title(), piece.headings(), text);
            String content = ChunkId.contentHash(context, embeddingText.of(context, text), textHash);
            int occurrence = occurrences.merge(content, 1, Integer::sum) - 1;
            out.accept(new Chunk(
                    ChunkId.of(document.tenant(), document.id(), content, occurrence),
                    document.id(),
                    document.tenant(),
                    document.kind(),
                    document.uri(),
                    document.title(),
                    document.contentType(),
                    source,
                    piece.headings(),
                    ordinal,
                    pieces.size(),
                    piece.start(),
                    piece.end(),
                    document.pageAt(piece.start()),
                    piece.parent(),
                    text,
                    textHash,
                    document.version(),
                    document.origin().timestamp(),
                    revision,
                    document.metadata()));
        }
    }
}

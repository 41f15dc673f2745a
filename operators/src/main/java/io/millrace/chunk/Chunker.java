package io.millrace.chunk;

import io.millrace.document.Document;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;

/** Cuts a document into pieces, each fit for one vector. Safe for use by many threads. */
public interface Chunker {
    /**
     * Hands over the pieces in the order of the document. The same document gives the same pieces.
     *
     * @param document with text that isn't blank
     * @param out takes each piece as it is found, so that a large document needn't be held in pieces
     */
    void chunk(Document document, Consumer<Piece> out);

    /** The name and settings that decide the cuts: two chunkers of one fingerprint cut alike. */
    String fingerprint();

    /**
     * A run of the document's text.
     *
     * @param start offset of its first UTF-16 unit
     * @param end offset after its last, greater than start
     * @param headings the headings above it, outermost first
     */
    record Piece(int start, int end, List<String> headings) implements Serializable {}
}

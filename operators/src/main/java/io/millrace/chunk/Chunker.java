package io.millrace.chunk;

import io.millrace.document.Document;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Cuts a document into pieces, each fit for one vector. Safe for use by many threads. */
public interface Chunker extends AutoCloseable {
    /**
     * Hands over the pieces in the order of the document. The same document gives the same pieces.
     *
     * @param document with text that isn't blank
     * @param out takes each piece as it is found, so that a large document needn't be held in pieces
     */
    void chunk(Document document, Consumer<Piece> out);

    /** The name and settings that decide the cuts: two chunkers of one fingerprint cut alike. */
    String fingerprint();

    /** Lets go of what the chunker holds open, such as a model. */
    @Override
    default void close() {}

    /**
     * A run of the document's text.
     *
     * @param start offset of its first UTF-16 unit
     * @param end offset after its last, greater than start
     * @param headings the headings above it, outermost first
     * @param parent the larger run that it is a part of and that is read in its place, or null when there is none. The
     *     pieces of one parent follow one another and hold all of its text but white space
     */
    record Piece(
            int start,
            int end,
            List<String> headings,
            @Nullable Span parent) implements Serializable {
        public Piece(int start, int end, List<String> headings) {
            this(start, end, headings, null);
        }
    }
}

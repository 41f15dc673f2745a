package io.millrace.chunk;

import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a document, as it is stored beside its vector.
 *
 * @param id the point's id: a UUID derived from what the chunk says (see {@link ChunkId})
 * @param documentId the document's id
 * @param tenant whose it is, or null
 * @param kind document, memory or skill
 * @param uri where a person finds the document, or null
 * @param title the document's title, or null
 * @param contentType the media type the document came in
 * @param source where the document is read from: a topic, or the directory or prefix that its file is under
 * @param headings the headings above the chunk, outermost first
 * @param ordinal the chunk's 0-based place in the document
 * @param chunkCount how many chunks the document has
 * @param start offset of its first UTF-16 unit in the document's text
 * @param end offset after its last UTF-16 unit
 * @param page the 1-based page it starts on, or null
 * @param parent the larger run of the document's text that is read in its place, or null
 * @param text the text: exactly the document's text from start to end
 * @param textHash SHA-256 of the text, hex
 * @param version the document's version
 * @param timestamp milliseconds since the epoch: the time of the record or file that the document was read from
 * @param revision a hash of all that the document's chunks and payloads are made from: chunks of one state share it
 * @param metadata the document's metadata
 */
public record Chunk(
        String id,
        String documentId,
        @Nullable String tenant,
        Kind kind,
        @Nullable String uri,
        @Nullable String title,
        String contentType,
        String source,
        List<String> headings,
        int ordinal,
        int chunkCount,
        int start,
        int end,
        @Nullable Integer page,
        @Nullable Span parent,
        String text,
        String textHash,
        long version,
        long timestamp,
        String revision,
        Metadata metadata)
        implements Serializable {
    /** Without text: Flink writes a record that failed into the failure's message. */
    @Override
    public String toString() {
        return "Chunk[id=%s, documentId=%s, ordinal=%d, %d characters]"
                .formatted(id, documentId, ordinal, text.length());
    }
}

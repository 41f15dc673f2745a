package io.millrace.answer;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chunk that an answer rests on, or that a search found.
 *
 * @param marker its number in the answer's text, as {@code [1]}; its rank in a search
 * @param documentId the document
 * @param chunkId the chunk
 * @param uri where a person finds the document, or null
 * @param title the document's title, or null
 * @param headings the headings above the chunk, outermost first
 * @param text what is quoted: the sentence, or the chunk
 * @param start offset of the quoted text's first UTF-16 unit in the document's text
 * @param end offset after its last
 * @param page the 1-based page the chunk starts on, or null
 * @param score how near the chunk is to the question
 * @param metadata the document's metadata, a JSON object
 * @param context the larger part of the document that was read in its place; null where that is the quoted text
 */
public record Citation(
        int marker,
        String documentId,
        String chunkId,
        @Nullable String uri,
        @Nullable String title,
        List<String> headings,
        String text,
        int start,
        int end,
        @Nullable Integer page,
        double score,
        String metadata,
        @Nullable String context)
        implements Serializable {

    /** A quotation that was read by itself. */
    public Citation(
            int marker,
            String documentId,
            String chunkId,
            @Nullable String uri,
            @Nullable String title,
            List<String> headings,
            String text,
            int start,
            int end,
            @Nullable Integer page,
            double score,
            String metadata) {
        this(marker, documentId, chunkId, uri, title, headings, text, start, end, page, score, metadata, null);
    }
}

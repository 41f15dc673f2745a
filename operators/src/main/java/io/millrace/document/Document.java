package io.millrace.document;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document whose text is known.
 *
 * @param origin where it came from
 * @param id the document's id, unique within its tenant
 * @param tenant whose it is, or null
 * @param kind document, memory or skill
 * @param uri where a person finds it, or null
 * @param title its title, or null
 * @param contentType the media type it came in, such as {@code application/pdf}
 * @param text the text; offsets of chunks count its UTF-16 units
 * @param markup whether {@code text} is Markdown (also what HTML and PDF became) or plain
 * @param pageStarts for each page in order, the offset in {@code text} at which it starts; empty when there are none
 * @param metadata what it can be filtered by
 * @param version which of two is newer
 */
public record Document(
        Origin origin,
        String id,
        @Nullable String tenant,
        Kind kind,
        @Nullable String uri,
        @Nullable String title,
        String contentType,
        String text,
        Markup markup,
        List<Integer> pageStarts,
        Metadata metadata,
        long version)
        implements Serializable {

    /** How the text shows its structure. */
    public enum Markup {
        PLAIN,
        MARKDOWN
    }

    /** Without text: Flink writes a record that failed into the failure's message. */
    @Override
    public String toString() {
        return "Document[origin=%s, id=%s, %d characters]".formatted(origin, id, text.length());
    }

    /** The 1-based page that holds the offset, or null when the document has no pages. */
    public @Nullable Integer pageAt(int offset) {
        int low = 0;
        int high = pageStarts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pageStarts.get(middle) <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : low;
    }
}

package io.millrace.plan;

import java.io.Serializable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one document, where index and source were compared.
 *
 * @param kind what was found
 * @param documentId the document; null when a record couldn't be read so far
 * @param tenant whose it is, or null
 * @param chunks how many chunks it is about; 0 where it is about the document
 * @param detail what more there is to say; empty for nothing
 */
public record AuditFinding(
        Kind kind, @Nullable String documentId, @Nullable String tenant, int chunks, String detail)
        implements Serializable {

    /** What can be found. */
    public enum Kind {
        /** Chunks that should be there and aren't. */
        MISSING(true),
        /** Chunks that shouldn't be there: the document has others now. */
        STALE(true),
        /** Chunks that are there once more, with the same text at the same place. */
        DUPLICATE(true),
        /** Chunks whose payload says something else than the document does. */
        DIFFERENT(true),
        /** The source no longer has the document. */
        GONE(true),
        /** The index holds a newer state than the source was read to. */
        NEWER(false),
        /** The source's state can't be read or parsed, so it can't be compared. */
        UNREADABLE(false);

        private final boolean difference;

        Kind(boolean difference) {
            this.difference = difference;
        }

        /** Whether it says that the index isn't true to the source. */
        public boolean isDifference() {
            return difference;
        }

        /** Its name in JSON: lower case. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

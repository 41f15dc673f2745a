package io.millrace.plan;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * That a source still has a document.
 *
 * @param documentId the document, or null when a record couldn't be read so far: it may have been any
 * @param tenant whose it is, or null for nobody's; null also when it isn't known
 * @param isAnybodys whether it isn't known whose it is: it may be of any tenant
 */
public record SeenDocument(
        @Nullable String documentId, @Nullable String tenant, boolean isAnybodys) implements Serializable {
    public SeenDocument(@Nullable String documentId, @Nullable String tenant) {
        this(documentId, tenant, false);
    }

    /** Of a record that couldn't be read: its document's id, if that is known, and never whose it is. */
    public static SeenDocument unread(@Nullable String documentId) {
        return new SeenDocument(documentId, null, true);
    }
}

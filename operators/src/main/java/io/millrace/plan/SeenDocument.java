package io.millrace.plan;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * That a source still has a document.
 *
 * @param documentId the document, or null when a record couldn't be read so far: it may have been any
 * @param tenant whose it is; null also when it isn't known
 */
public record SeenDocument(
        @Nullable String documentId, @Nullable String tenant) implements Serializable {}

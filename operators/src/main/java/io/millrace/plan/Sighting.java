package io.millrace.plan;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * That a source has something of a document.
 *
 * @param documentId the document, or null when a record couldn't be read so far: it may be any
 * @param tenant whose it is, or null for nobody's
 * @param owned whether it is known whose; if it isn't, it may be anybody's
 */
public record Sighting(
        @Nullable String documentId, @Nullable String tenant, boolean owned) implements Serializable {}

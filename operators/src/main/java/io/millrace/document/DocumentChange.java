package io.millrace.document;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a document should be from now on.
 *
 * @param origin where the change came from
 * @param documentId the document
 * @param tenant whose it is; null on a delete means whoever's
 * @param document its new state, or null when it is gone
 */
public record DocumentChange(
        Origin origin,
        String documentId,
        @Nullable String tenant,
        @Nullable Document document) implements Serializable {}

package io.millrace.failure;

import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that couldn't be processed, kept so that it can be mended and replayed.
 *
 * @param stage where it failed: {@code source}, {@code read}, {@code parse}, {@code embed} or {@code request}
 * @param reason why
 * @param attempts how often it was tried
 * @param origin where the record came from
 * @param documentId whose it is, when known
 * @param failedAt when it was given up
 * @param record the original bytes, or null when they are too large or couldn't be had: {@code origin} refers to them
 */
public record DeadLetter(
        String stage,
        Reason reason,
        int attempts,
        Origin origin,
        @Nullable String documentId,
        Instant failedAt,
        @Nullable Bytes record)
        implements Serializable {
    /** Originals above this many bytes are referred to by their origin: a topic's message limit is about 1 MB. */
    public static final int MAX_RECORD = 512 * 1024;

    /** The dead letter of a record that was refused just now. */
    public static DeadLetter of(
            String stage, Reason reason, Origin origin, @Nullable String documentId, @Nullable Bytes record) {
        return new DeadLetter(
                stage,
                reason,
                1,
                origin,
                documentId,
                Instant.now(),
                record != null && record.size() <= MAX_RECORD ? record : null);
    }
}

package io.millrace.failure;

import io.millrace.document.Bytes;
import io.millrace.document.IncomingDocument;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.document.SourceRecord.Format;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that couldn't be processed, with all that is needed to send it round again after a mend.
 *
 * @param stage where it failed: {@code source}, {@code read}, {@code parse}, {@code embed}, {@code store} or
 *     {@code request}
 * @param reason why
 * @param attempts how often it was tried
 * @param origin where the record came from
 * @param documentId whose it is, when known: until it is read, the record's key
 * @param failedAt when it was given up
 * @param record the original bytes, or null when they are too large or couldn't be had: {@code origin} refers to them
 * @param format how {@code record} is to be read
 * @param tenant the tenant that its source states, or once it is read, the document's; null for none
 * @param deleted whether it asks for the document to be deleted: then there is no {@code record} to be had
 */
public record DeadLetter(
        String stage,
        Reason reason,
        int attempts,
        Origin origin,
        @Nullable String documentId,
        Instant failedAt,
        @Nullable Bytes record,
        Format format,
        @Nullable String tenant,
        boolean deleted)
        implements Serializable {
    /** Originals above this many bytes are referred to by their origin: a topic's message limit is about 1 MB. */
    public static final int MAX_RECORD = 512 * 1024;

    /** A letter of a record in JSON, of nobody's tenant. */
    public DeadLetter(
            String stage,
            Reason reason,
            int attempts,
            Origin origin,
            @Nullable String documentId,
            Instant failedAt,
            @Nullable Bytes record) {
        this(stage, reason, attempts, origin, documentId, failedAt, record, Format.JSON, null, false);
    }

    /** The dead letter of a record in JSON that was refused just now. */
    public static DeadLetter of(
            String stage, Reason reason, Origin origin, @Nullable String documentId, @Nullable Bytes record) {
        return new DeadLetter(stage, reason, 1, origin, documentId, Instant.now(), fit(record));
    }

    /** The dead letter of a record that couldn't be read. */
    public static DeadLetter of(String stage, Reason reason, SourceRecord record) {
        return new DeadLetter(
                stage,
                reason,
                1,
                record.origin(),
                record.key(),
                Instant.now(),
                fit(record.value()),
                record.format(),
                record.tenant(),
                record.value() == null && record.problem() == null);
    }

    /** The dead letter of a document. */
    public static DeadLetter of(String stage, Reason reason, IncomingDocument document) {
        return new DeadLetter(
                stage,
                reason,
                1,
                document.origin(),
                document.id(),
                Instant.now(),
                fit(document.replayable()),
                Format.DOCUMENT,
                document.tenant(),
                document.deleted());
    }

    /** The dead letter of a document that is too large to be in it. */
    public static DeadLetter ofLarge(
            String stage, Reason reason, Origin origin, String documentId, @Nullable String tenant) {
        return new DeadLetter(
                stage, reason, 1, origin, documentId, Instant.now(), null, Format.DOCUMENT, tenant, false);
    }

    private static @Nullable Bytes fit(@Nullable Bytes record) {
        return record != null && record.size() <= MAX_RECORD ? record : null;
    }
}

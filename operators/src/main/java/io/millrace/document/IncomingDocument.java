package io.millrace.document;

import io.millrace.failure.DeadLetter;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A document as a source states it: what it should be from now on, or that it is gone.
 *
 * @param origin where it came from
 * @param id the document's id, unique within its tenant
 * @param deleted whether the document is gone; then only {@code origin}, {@code id} and {@code tenant} count
 * @param tenant whose it is, or null
 * @param kind document, memory or skill
 * @param uri where a person finds it, or null
 * @param title its title, or null (a parser may find one)
 * @param contentType its media type, or null to detect it
 * @param text its text, or null when {@code content} holds it
 * @param content its bytes, or null when {@code text} holds it
 * @param metadata what it can be filtered by
 * @param version which of two is newer, or null to go by timestamp and offset
 */
public record IncomingDocument(
        Origin origin,
        String id,
        boolean deleted,
        @Nullable String tenant,
        Kind kind,
        @Nullable String uri,
        @Nullable String title,
        @Nullable String contentType,
        @Nullable String text,
        @Nullable Bytes content,
        Metadata metadata,
        @Nullable Long version)
        implements Serializable {

    public static IncomingDocument delete(Origin origin, String id, @Nullable String tenant) {
        return new IncomingDocument(
                origin, id, true, tenant, Kind.DOCUMENT, null, null, null, null, null, Metadata.EMPTY, null);
    }

    /** Which of two is newer, as it is stored: the stated version, else the time of the record or file. */
    public long effectiveVersion() {
        return version == null ? origin.timestamp() : version;
    }

    /** Whether a dead letter may hold it; what is larger is referred to. */
    public boolean isFitForDeadLetter() {
        return size() <= DeadLetter.MAX_RECORD;
    }

    /** The document as it can be read again; null for a delete, and when a dead letter can't hold it. */
    public @Nullable Bytes replayable() {
        return deleted || !isFitForDeadLetter() ? null : DocumentJson.encode(this);
    }

    /** What it takes, roughly: bytes of its content, or characters of its text; 0 for a delete. */
    public int size() {
        if (content != null) {
            return content.size();
        }
        return text == null ? 0 : text.length();
    }

    /** Without text: Flink writes a record that failed into the failure's message. */
    @Override
    public String toString() {
        return "IncomingDocument[origin=%s, id=%s, deleted=%s]".formatted(origin, id, deleted);
    }
}

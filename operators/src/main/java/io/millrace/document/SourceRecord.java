package io.millrace.document;

import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One record as a source delivered it, before anything was read into it.
 *
 * @param origin where it came from
 * @param format how its value is to be read
 * @param key the topic record's key, or the file's identity; null when the record has none
 * @param tenant the tenant that the source itself states (a topic record's {@code tenant} header), or null
 * @param value the bytes; null for a delete, or when they couldn't be had (then {@code problem} says why)
 * @param problem why the source couldn't deliver the bytes, or null
 */
public record SourceRecord(
        Origin origin,
        Format format,
        @Nullable String key,
        @Nullable String tenant,
        @Nullable Bytes value,
        @Nullable Reason problem)
        implements Serializable {

    /**
     * The one tenant of the record: what its value states, else what its source does.
     *
     * @param stated the tenant in the value, or null
     * @param field what the value calls it, for the message
     * @throws RejectedException when value and source state different ones
     */
    public @Nullable String tenant(@Nullable String stated, String field) {
        if (stated != null && tenant != null && !stated.equals(tenant)) {
            throw new RejectedException(
                    "tenant-mismatch", "the record's 'tenant' header and its '%s' differ".formatted(field));
        }
        return stated == null ? tenant : stated;
    }

    /** How a record's value is to be read. */
    public enum Format {
        /** One JSON object, UTF-8, as the documents and requests topics define it. */
        JSON,
        /** A whole file, whose type is detected from its name and its bytes. */
        FILE,
        /** As {@link #JSON}, and written by Millrace: its fields have the names of the documents topic. */
        DOCUMENT
    }
}

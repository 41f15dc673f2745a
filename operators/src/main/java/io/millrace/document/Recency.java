package io.millrace.document;

import java.io.Serializable;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Which of two states of a document is newer. Two stated versions decide; where one is missing, a version and a time
 * can't be compared, so the times do, and at the same time the place in the source. Equal ones are one state, delivered
 * twice.
 *
 * @param version the version that the document states, or null
 * @param observed see {@link Origin#observed()}
 * @param timestamp see {@link Origin#timestamp()}
 * @param place the topic's partition or the file's path
 * @param offset the offset in the partition, or the record's number in the file
 */
public record Recency(@Nullable Long version, long observed, long timestamp, String place, long offset)
        implements Serializable {
    private static final Comparator<Recency> BY_TIME = Comparator.comparingLong(Recency::observed)
            .thenComparingLong(Recency::timestamp)
            .thenComparing(Recency::place)
            .thenComparingLong(Recency::offset);

    /** That of a document as its source states it. */
    public static Recency of(IncomingDocument document) {
        Origin origin = document.origin();
        String place =
                origin.topic() != null ? origin.topic() + "-" + origin.partition() : String.valueOf(origin.path());
        return new Recency(document.version(), origin.observed(), origin.timestamp(), place, origin.offset());
    }

    /** Whether this is an older state than the other. */
    public boolean isOlderThan(Recency other) {
        if (version != null && other.version != null && !version.equals(other.version)) {
            return version < other.version;
        }
        return BY_TIME.compare(this, other) < 0;
    }
}

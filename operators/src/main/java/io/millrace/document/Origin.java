package io.millrace.document;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where a record came from: a topic's partition and offset, or a file's path and the record's place in it.
 *
 * @param topic the Kafka topic, or null for a file
 * @param partition the topic's partition; 0 for a file
 * @param offset the offset in the partition, or the 0-based record number in the file
 * @param path the file's URI, or null for a topic
 * @param timestamp milliseconds since the epoch: the record's timestamp or the file's modification time
 * @param observed milliseconds since the epoch: when the source found this state. A topic keeps an order of its own, so
 *     it is the record's timestamp; a file's modification time can go back (a copy that keeps its time, a rename), so
 *     it is when the file was listed, and of two listings the later one's is greater
 */
public record Origin(
        @Nullable String topic,
        int partition,
        long offset,
        @Nullable String path,
        long timestamp,
        long observed) implements Serializable {
    public static Origin ofTopic(String topic, int partition, long offset, long timestamp) {
        return new Origin(topic, partition, offset, null, timestamp, timestamp);
    }

    public static Origin ofFile(String path, long recordNumber, long timestamp, long observed) {
        return new Origin(null, 0, recordNumber, path, timestamp, observed);
    }

    /** Short and unique within its source, as {@code documents-0@15} or {@code file:/docs/a.jsonl#3}. */
    @Override
    public String toString() {
        return topic != null ? topic + "-" + partition + "@" + offset : path + "#" + offset;
    }
}

package io.millrace.connector.files;

import org.apache.flink.connector.file.src.util.CheckpointedPosition;

/**
 * Between two lines of a file. In a checkpoint the byte is the offset to seek to, and the line takes the place of the
 * count of records to skip after it: the offset is exact, so there are none, and the numbering goes on.
 *
 * @param nextByte the offset of the next line's first byte
 * @param nextLine the next line's 0-based number
 */
record LinePosition(long nextByte, long nextLine) {
    static final LinePosition START = new LinePosition(0, 0);

    static LinePosition of(CheckpointedPosition position) {
        return new LinePosition(position.getOffset(), position.getRecordsAfterOffset());
    }
}

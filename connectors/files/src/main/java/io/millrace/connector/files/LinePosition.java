package io.millrace.connector.files;

import java.io.Serializable;

/**
 * Between two lines of a file, or before or after a whole one.
 *
 * @param nextByte the offset of the next line's first byte
 * @param nextLine the next line's 0-based number; for a file that is one record, how many records were given
 */
record LinePosition(long nextByte, long nextLine) implements Serializable {
    static final LinePosition START = new LinePosition(0, 0);

    static final LinePosition AFTER_ONE_RECORD = new LinePosition(0, 1);
}

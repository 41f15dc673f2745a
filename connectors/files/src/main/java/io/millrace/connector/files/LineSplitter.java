package io.millrace.connector.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Splits a stream into lines at each LF; a CR before it belongs to the line's end. Holds one line at most. */
final class LineSplitter {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream stream;
    private final long maxBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;
    private LinePosition position;

    /** The stream must stand at the position. */
    LineSplitter(InputStream stream, LinePosition position, long maxBytes) {
        this.stream = stream;
        this.position = position;
        this.maxBytes = maxBytes;
    }

    /**
     * A line.
     *
     * @param number 0-based
     * @param content without the line's end; null when it is over the limit
     * @param length in bytes, without the line's end
     * @param after where the next line starts
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on at once, never compared.
    record Line(long number, byte @Nullable [] content, long length, LinePosition after) {}

    /** Where the line that is read next starts. */
    LinePosition position() {
        return position;
    }

    /** The next line, or null at the end. A last line without a line end is a line; nothing after the last LF is none. */
    @Nullable
    Line next() throws IOException {
        if (start == end && !fill()) {
            return null;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        long length = 0;
        long consumed = 0;
        boolean endsWithReturn = false;
        boolean ended = false;
        do {
            int feed = indexOfLineFeed();
            int until = feed < 0 ? end : feed;
            int taken = until - start;
            if (taken > 0) {
                endsWithReturn = buffer[until - 1] == '\r';
                // One byte more than allowed may be the CR of the line's end.
                content.write(buffer, start, (int) Math.max(0, Math.min(taken, maxBytes + 1 - length)));
            }
            length += taken;
            ended = feed >= 0;
            consumed += taken + (ended ? 1 : 0);
            start = until + (ended ? 1 : 0);
        } while (!ended && fill());
        if (endsWithReturn) {
            length--;
        }
        LinePosition after = new LinePosition(position.nextByte() + consumed, position.nextLine() + 1);
        Line line = new Line(position.nextLine(), length > maxBytes ? null : cut(content, length), length, after);
        position = after;
        return line;
    }

    private static byte[] cut(ByteArrayOutputStream content, long length) {
        byte[] bytes = content.toByteArray();
        return bytes.length == length ? bytes : Arrays.copyOf(bytes, (int) length);
    }

    private int indexOfLineFeed() {
        for (int i = start; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean fill() throws IOException {
        start = 0;
        end = Math.max(0, stream.read(buffer));
        return end > 0;
    }
}

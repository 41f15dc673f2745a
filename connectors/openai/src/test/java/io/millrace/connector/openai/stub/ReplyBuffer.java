package io.millrace.connector.openai.stub;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A reply's bytes, with room for the head before the body so that both go in one write. One connection's, reused. */
final class ReplyBuffer extends OutputStream {
    private static final int HEAD = 2048;
    private static final int FIRST_SIZE = 16 * 1024;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int end = HEAD;

    void clear() {
        end = HEAD;
    }

    @Override
    public void write(int value) {
        reserve(1);
        bytes[end++] = (byte) value;
    }

    @Override
    public void write(byte[] from, int at, int count) {
        reserve(count);
        System.arraycopy(from, at, bytes, end, count);
        end += count;
    }

    void text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        write(encoded, 0, encoded.length);
    }

    /** Bytes of the body. */
    int length() {
        return end - HEAD;
    }

    /** Puts the head before the body; returns where the whole begins in {@link #bytes()}. */
    int start(byte[] head) {
        int start = HEAD - head.length;
        System.arraycopy(head, 0, bytes, start, head.length);
        return start;
    }

    byte[] bytes() {
        return bytes;
    }

    private void reserve(int count) {
        if (bytes.length - end < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + count));
        }
    }
}

package io.millrace.connector.onnx;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * Reads a file of Protocol Buffers (their "Encoding" page) field by field, passing over those that nobody asks for:
 * gigabytes of weights cost nothing. One thread at a time.
 */
final class FieldReader {
    private static final int BUFFER = 1 << 14;
    private static final int MAX_TEXT = 1 << 16;
    private static final int MAX_VARINT_BYTES = 10;

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;

    private final FileChannel file;
    private final long size;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
    /** Where in the file the buffer's first byte is. */
    private long base;

    FieldReader(FileChannel file) throws IOException {
        this.file = file;
        size = file.size();
    }

    /** What becomes of a message's fields. Whatever it leaves of a field is passed over. */
    @FunctionalInterface
    interface Fields {
        /**
         * Takes one field.
         *
         * @param number the field's
         * @param value its value, for a number; its length in bytes, for all else
         */
        void accept(int number, long value) throws IOException;
    }

    /**
     * Reads the whole file as one message.
     *
     * @throws EOFException when it ends within a field
     * @throws IOException when it is none
     */
    void file(Fields fields) throws IOException {
        message(size, fields);
    }

    /** Reads a field as a message, within {@link Fields#accept}. */
    void message(long length, Fields fields) throws IOException {
        long end = position() + length;
        while (position() < end) {
            field(end, fields);
        }
    }

    /** Reads a field as text, within {@link Fields#accept}. */
    String text(long length) throws IOException {
        if (length > MAX_TEXT) {
            throw new IOException("a name of %d bytes".formatted(length));
        }
        byte[] bytes = new byte[(int) length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = next();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void field(long end, Fields fields) throws IOException {
        long tag = varint();
        int number = (int) (tag >>> 3);
        if (number < 1) {
            throw new IOException("a field of number " + number);
        }
        switch ((int) (tag & 7)) {
            case VARINT -> fields.accept(number, varint());
            case FIXED_64 -> seek(position() + Long.BYTES, end);
            case FIXED_32 -> seek(position() + Integer.BYTES, end);
            case LENGTH -> {
                long length = varint();
                long after = position() + length;
                if (length < 0 || after > size) {
                    throw new EOFException("%d bytes are said to follow byte %d, but the file has %d in all"
                            .formatted(length, position(), size));
                }
                fields.accept(number, length);
                seek(after, end);
            }
            default -> throw new IOException("a field of an unknown kind at byte " + position());
        }
    }

    private long varint() throws IOException {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            byte part = next();
            value |= (long) (part & 0x7F) << (7 * i);
            if (part >= 0) {
                return value;
            }
        }
        throw new IOException("a number without an end at byte " + position());
    }

    private long position() {
        return base + buffer.position();
    }

    private void seek(long target, long end) throws IOException {
        if (target > end) {
            throw new IOException("a field that goes beyond its message at byte " + position());
        }
        if (target >= base && target <= base + buffer.limit()) {
            buffer.position((int) (target - base));
        } else {
            base = target;
            buffer.position(0).limit(0);
        }
    }

    private byte next() throws IOException {
        if (!buffer.hasRemaining()) {
            base = position();
            buffer.clear();
            int read = file.read(buffer, base);
            buffer.flip();
            if (read <= 0) {
                throw new EOFException("it ends at byte " + base);
            }
        }
        return buffer.get();
    }
}

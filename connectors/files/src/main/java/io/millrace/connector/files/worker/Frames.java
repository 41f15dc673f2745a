package io.millrace.connector.files.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How values lie in a stream: four bytes of length, big-endian, then as many bytes; length -1 is null. */
final class Frames {
    private static final int NULL = -1;

    private Frames() {}

    static void write(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            out.writeInt(NULL);
            return;
        }
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static void write(DataOutputStream out, @Nullable String text) throws IOException {
        write(out, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads what was written.
     *
     * @param longest bytes that are believed; more is no frame
     */
    static byte @Nullable [] readBytes(DataInputStream in, long longest) throws IOException {
        int length = in.readInt();
        if (length == NULL) {
            return null;
        }
        if (length < 0 || length > longest) {
            throw new IOException("a frame has at most %d bytes, got %d".formatted(longest, length));
        }
        // Allocates as bytes arrive, not what was announced.
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("a frame of %d bytes ended after %d".formatted(length, bytes.length));
        }
        return bytes;
    }

    static @Nullable String readString(DataInputStream in, long longest) throws IOException {
        byte[] bytes = readBytes(in, longest);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** As {@link #readString}, of one that is never null. */
    static String requireString(DataInputStream in, long longest) throws IOException {
        String text = readString(in, longest);
        if (text == null) {
            throw new IOException("a frame is missing");
        }
        return text;
    }
}

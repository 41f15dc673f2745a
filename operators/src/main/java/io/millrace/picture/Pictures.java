package io.millrace.picture;

import io.millrace.document.Bytes;
import io.millrace.document.IncomingDocument;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells documents that are pictures from all others. */
public final class Pictures {
    /** How every file of the type begins (w3.org/TR/png, ITU-T T.81). */
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

    private Pictures() {}

    /** The picture's media type, by its first bytes; null for anything else, whatever it is said to be. */
    public static @Nullable String typeOf(Bytes content) {
        if (begins(content.value(), PNG)) {
            return "image/png";
        }
        return begins(content.value(), JPEG) ? "image/jpeg" : null;
    }

    /** Whether a document is a picture, by its first bytes. */
    public static boolean isPicture(IncomingDocument document) {
        return document.content() != null && typeOf(document.content()) != null;
    }

    /** Whether a file's name is that of a picture. */
    public static boolean isNameOf(String path) {
        return path.toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g)");
    }

    private static boolean begins(byte[] content, byte[] with) {
        return content.length >= with.length && Arrays.equals(content, 0, with.length, with, 0, with.length);
    }
}

package io.millrace.connector.files;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** U+FEFF at the start of a text, by which Unicode's encodings are told apart (Unicode Standard, section 23.8). */
final class ByteOrderMark {
    private ByteOrderMark() {}

    /** The encoding that the text's first bytes name, or null. */
    static @Nullable Charset charsetOf(byte[] text) {
        if (startsWith(text, 0xEF, 0xBB, 0xBF)) {
            return StandardCharsets.UTF_8;
        }
        // Before UTF-16, whose mark begins alike.
        if (startsWith(text, 0xFF, 0xFE, 0x00, 0x00)) {
            return Charset.forName("UTF-32LE");
        }
        if (startsWith(text, 0x00, 0x00, 0xFE, 0xFF)) {
            return Charset.forName("UTF-32BE");
        }
        if (startsWith(text, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16LE;
        }
        return startsWith(text, 0xFE, 0xFF) ? StandardCharsets.UTF_16BE : null;
    }

    /** The decoded text without its mark. */
    static String strip(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static boolean startsWith(byte[] text, int... mark) {
        if (text.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((text[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}

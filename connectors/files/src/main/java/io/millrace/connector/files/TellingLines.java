package io.millrace.connector.files;

import java.io.ByteArrayOutputStream;

/** The lines of a text that say something about its encoding: those with bytes beyond ASCII. */
final class TellingLines {
    private static final int MAX_BYTES = 64 * 1024;

    private TellingLines() {}

    /** Some of them, as bytes. Plain English in between would make any encoding look Western. */
    static byte[] of(byte[] text) {
        ByteArrayOutputStream telling = new ByteArrayOutputStream();
        int start = 0;
        boolean tells = false;
        for (int i = 0; i < text.length && telling.size() < MAX_BYTES; i++) {
            tells |= text[i] < 0;
            boolean last = i == text.length - 1;
            // A text without line ends is cut into pieces.
            if (text[i] == '\n' || last || i - start >= MAX_BYTES / 4) {
                if (tells) {
                    telling.write(text, start, i + 1 - start);
                }
                start = i + 1;
                tells = false;
            }
        }
        return telling.toByteArray();
    }
}

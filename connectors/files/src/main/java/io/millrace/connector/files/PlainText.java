package io.millrace.connector.files;

import io.millrace.failure.RejectedException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.tika.mime.MediaType;
import org.jspecify.annotations.Nullable;

/** Text that is read as it stands. */
final class PlainText {
    private static final int SAMPLE_CHARACTERS = 64 * 1024;

    private PlainText() {}

    /**
     * The decoded text, without a byte order mark; line ends stay as they are. What its encoding can't mean becomes
     * U+FFFD.
     *
     * @throws RejectedException when the bytes are no text in any encoding
     */
    static String decode(byte[] content, @Nullable Charset stated) throws IOException {
        Charset charset = new DetectedEncoding(stated).ofText(content);
        String text = ByteOrderMark.strip(new String(content, charset));
        // Read as some Asian encoding, noise becomes letters; as bytes it still is noise.
        boolean wide = charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
        if (isNoise(text) || (!wide && isNoise(head(content)))) {
            throw ParseFailures.unsupported(MediaType.OCTET_STREAM);
        }
        return text;
    }

    /** Whether bytes that begin like some binary format are characters all the same. */
    static boolean isLikely(byte[] content) {
        byte[] sample = Arrays.copyOf(content, Math.min(content.length, SAMPLE_CHARACTERS));
        return Utf8Soundness.of(sample).malformed() == 0 && !isNoise(head(content));
    }

    /**
     * Whether bytes can be nothing but text, as far as their beginning shows: sound UTF-8 that no detector has to open to
     * tell what it is, as it would an archive or mark-up. No bytes at all are text too.
     */
    static boolean isPlainly(byte[] content) {
        int first = StandardCharsets.UTF_8.equals(ByteOrderMark.charsetOf(content)) ? 3 : 0;
        while (first < content.length && Character.isWhitespace(content[first])) {
            first++;
        }
        boolean archive = content.length >= 2 && content[0] == 'P' && content[1] == 'K';
        boolean markup = first < content.length && content[first] == '<';
        return !archive && !markup && isLikely(content);
    }

    /** The first bytes, each as the character of its number. */
    private static String head(byte[] content) {
        return new String(content, 0, Math.min(content.length, SAMPLE_CHARACTERS), StandardCharsets.ISO_8859_1);
    }

    /** Whether there are more characters that no text has than a text could have by mishap. */
    private static boolean isNoise(String text) {
        int length = Math.min(text.length(), SAMPLE_CHARACTERS);
        int controls = 0;
        int replaced = 0;
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            controls += isControl(character) ? 1 : 0;
            replaced += character == '\uFFFD' ? 1 : 0;
        }
        return controls * 50L > length || replaced * 10L > length;
    }

    private static boolean isControl(char character) {
        boolean layout = character == '\t' || character == '\n' || character == '\r' || character == '\f';
        // ESC and BS are what terminals leave in their logs. From 0x80 on, bytes are letters in many encodings.
        return (character < ' ' || character == 0x7F) && !layout && character != '\u001B' && character != '\b';
    }
}

package io.millrace.connector.files;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tells UTF-16 without a byte order mark: text of any script has spaces and line ends, and so zero bytes. */
final class WideText {
    private static final int SAMPLE_BYTES = 4096;

    // Even text without words, as Chinese is, breaks its lines.
    private static final int CHARACTERS_FOR_EACH_SPACE = 200;

    private WideText() {}

    /** UTF-16LE or UTF-16BE, or null when the text is in neither. */
    static @Nullable Charset charsetOf(byte[] text) {
        byte[] sample = Arrays.copyOf(text, Math.min(text.length, SAMPLE_BYTES) & ~1);
        int little = spaces(sample, StandardCharsets.UTF_16LE);
        int big = spaces(sample, StandardCharsets.UTF_16BE);
        if (Math.max(little, big) * CHARACTERS_FOR_EACH_SPACE < Math.max(1, sample.length / 2)) {
            return null;
        }
        return little >= big ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    }

    /** How many spaces and line ends there are when it is read so; 0 when it can't be read so. */
    private static int spaces(byte[] sample, Charset charset) {
        // A pair of surrogates that the sample's end cuts in two is no fault of the text.
        int length = sample.length >= SAMPLE_BYTES ? sample.length - 2 : sample.length;
        try {
            CharBuffer decoded = charset.newDecoder().decode(ByteBuffer.wrap(sample, 0, length));
            return (int) decoded.chars()
                    .filter(character -> character == ' ' || character == '\n')
                    .count();
        } catch (CharacterCodingException e) {
            return 0;
        }
    }
}

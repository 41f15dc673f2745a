package io.millrace.connector.openai;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Little-endian 32-bit floats in base64 (RFC 4648 section 4), as OpenAI's {@code encoding_format: base64}, read from a
 * reply's bytes with nothing in between: sixteen characters are three numbers.
 */
final class Base64Floats {
    private static final int FLOATS = 3;
    private static final int CHARACTERS = 16;
    private static final int[] SIX_BITS = sixBits();

    private Base64Floats() {}

    /**
     * The vector in the string that begins at a quote.
     *
     * @return null when the string isn't plainly a vector of this dimension: another length, an escape, no base64
     */
    static float @Nullable [] read(byte[] json, int quote, int dimension) {
        int start = quote + 1;
        int length = (dimension * Float.BYTES + 2) / 3 * 4;
        if (json[quote] != '"' || length > json.length - start - 1 || json[start + length] != '"') {
            return null;
        }
        float[] vector = new float[dimension];
        int whole = dimension / FLOATS * FLOATS;
        int wrong = 0;
        int at = start;
        for (int number = 0; number < whole; number += FLOATS, at += CHARACTERS) {
            int first = threeBytes(json, at);
            int second = threeBytes(json, at + 4);
            int third = threeBytes(json, at + 8);
            int fourth = threeBytes(json, at + 12);
            wrong |= first | second | third | fourth;
            vector[number] = littleEndian(first << 8 | second >>> 16);
            vector[number + 1] = littleEndian(second << 16 | third >>> 8);
            vector[number + 2] = littleEndian(third << 24 | fourth);
        }
        return wrong >= 0 && rest(json, at, start + length, vector, whole) ? vector : null;
    }

    /** The one or two numbers after the last three. */
    private static boolean rest(byte[] json, int at, int end, float[] vector, int from) {
        if (at == end) {
            return true;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(Arrays.copyOfRange(json, at, end));
            if (bytes.length != (vector.length - from) * Float.BYTES) {
                return false;
            }
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(vector, from, vector.length - from);
            return true;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** Negative when one of the four characters isn't of the alphabet. */
    private static int threeBytes(byte[] json, int at) {
        return SIX_BITS[json[at] & 0xFF] << 18
                | SIX_BITS[json[at + 1] & 0xFF] << 12
                | SIX_BITS[json[at + 2] & 0xFF] << 6
                | SIX_BITS[json[at + 3] & 0xFF];
    }

    private static float littleEndian(int bytes) {
        return Float.intBitsToFloat(Integer.reverseBytes(bytes));
    }

    private static int[] sixBits() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        int[] bits = new int[256];
        Arrays.fill(bits, -1);
        for (int value = 0; value < alphabet.length(); value++) {
            bits[alphabet.charAt(value)] = value;
        }
        return bits;
    }
}

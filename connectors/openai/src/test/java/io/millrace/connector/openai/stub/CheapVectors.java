package io.millrace.connector.openai.stub;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Deterministic vectors at the cost of a copy: every number is the same but for its sign, and the signs are a hash of
 * the text. Unit length; two texts are at right angles, about. Three numbers make sixteen base64 characters, so eight
 * such pieces are all that there is to copy. Safe for use by many threads.
 */
final class CheapVectors {
    private static final int NUMBERS = 3;
    private static final int PIECES = 1 << NUMBERS;
    private static final int PIECES_PER_HASH = 21;
    private static final long STEP = 0x9E3779B97F4A7C15L;
    private static final Map<Integer, CheapVectors> BY_DIMENSION = new ConcurrentHashMap<>();

    private final int dimension;
    private final float size;
    private final byte[][] base64 = new byte[PIECES][];
    private final byte[][] decimal = new byte[PIECES][];

    private CheapVectors(int dimension) {
        this.dimension = dimension;
        size = (float) (1 / Math.sqrt(dimension));
        for (int signs = 0; signs < PIECES; signs++) {
            base64[signs] = encoded(signs, NUMBERS);
            decimal[signs] = written(signs, NUMBERS);
        }
    }

    static CheapVectors of(int dimension) {
        return BY_DIMENSION.computeIfAbsent(dimension, CheapVectors::new);
    }

    float[] vector(String text) {
        float[] vector = new float[dimension];
        Signs signs = new Signs(text);
        for (int at = 0; at < dimension; at += NUMBERS) {
            int three = signs.next();
            for (int number = 0; number < NUMBERS && at + number < dimension; number++) {
                vector[at + number] = number(three, number);
            }
        }
        return vector;
    }

    /** Writes the text's vector as a JSON value. */
    void write(ReplyBuffer to, String text, boolean asBase64) {
        byte[][] pieces = asBase64 ? base64 : decimal;
        Signs signs = new Signs(text);
        to.write(asBase64 ? '"' : '[');
        for (int left = dimension / NUMBERS; left > 0; left--) {
            byte[] piece = pieces[signs.next()];
            // The last comma of all is one too many.
            boolean last = !asBase64 && left == 1 && dimension % NUMBERS == 0;
            to.write(piece, 0, last ? piece.length - 1 : piece.length);
        }
        int rest = dimension % NUMBERS;
        if (rest > 0) {
            byte[] piece = asBase64 ? encoded(signs.next(), rest) : written(signs.next(), rest);
            to.write(piece, 0, asBase64 ? piece.length : piece.length - 1);
        }
        to.write(asBase64 ? '"' : ']');
    }

    private float number(int signs, int at) {
        return (signs >> at & 1) == 0 ? size : -size;
    }

    private byte[] encoded(int signs, int numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < numbers; at++) {
            bytes.putFloat(number(signs, at));
        }
        return Base64.getEncoder().encode(bytes.array());
    }

    private byte[] written(int signs, int numbers) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < numbers; at++) {
            text.append(number(signs, at)).append(',');
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The signs of a text's numbers, three at a time. */
    private static final class Signs {
        private long state;
        private long bits;
        private int left;

        Signs(String text) {
            state = TextHash.of(text);
        }

        int next() {
            if (left == 0) {
                state += STEP;
                bits = TextHash.mix(state);
                left = PIECES_PER_HASH;
            }
            left--;
            int signs = (int) bits & (PIECES - 1);
            bits >>>= NUMBERS;
            return signs;
        }
    }
}

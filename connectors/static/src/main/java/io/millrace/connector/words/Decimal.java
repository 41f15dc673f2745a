package io.millrace.connector.words;

import java.nio.charset.StandardCharsets;

/** Decimal numbers out of bytes of ASCII: a file has a hundred million of them. */
final class Decimal {
    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };
    private static final int EXACT_DIGITS = 15;

    private Decimal() {}

    /** The number that is written there, or NaN where none is that is finite. */
    static float parse(byte[] bytes, int from, int to) {
        int at = from;
        boolean negative = at < to && bytes[at] == '-';
        if (negative) {
            at++;
        }
        long digits = 0;
        int count = 0;
        int decimals = -1;
        for (; at < to; at++) {
            byte character = bytes[at];
            if (character >= '0' && character <= '9' && count < EXACT_DIGITS) {
                digits = digits * 10 + character - '0';
                count++;
            } else if (character == '.' && decimals < 0) {
                decimals = count;
            } else {
                return slowly(bytes, from, to);
            }
        }
        if (count == 0) {
            return Float.NaN;
        }
        // Both are whole numbers that a double holds exactly, so the quotient is rounded once.
        double number = decimals < 0 ? digits : digits / POWERS[count - decimals];
        return (float) (negative ? -number : number);
    }

    private static float slowly(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            // Java also takes 1f, 0x1p3 and NaN.
            if (!(bytes[i] >= '0' && bytes[i] <= '9') && "+-.eE".indexOf(bytes[i]) < 0) {
                return Float.NaN;
            }
        }
        try {
            float number = Float.parseFloat(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
            return Float.isFinite(number) ? number : Float.NaN;
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }
}

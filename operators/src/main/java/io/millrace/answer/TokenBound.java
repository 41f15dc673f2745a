package io.millrace.answer;

/**
 * More tokens than a text can have, found without counting them: counting takes a vocabulary's tokeniser some
 * microseconds a word, which for all the evidence of an answer is a good part of what a job does for it.
 *
 * <p>A byte-pair vocabulary makes at most one token of each byte. In words written with ASCII's letters it makes far fewer:
 * the letters of such texts count as half a token each, which is still about twice what they are.
 */
final class TokenBound {
    private TokenBound() {}

    /** At least 1. */
    static int of(String text) {
        int halves = 1;
        for (int at = 0; at < text.length(); at++) {
            halves += halves(text.charAt(at));
        }
        return (halves + 1) / 2;
    }

    private static int halves(char unit) {
        if ((unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z') || unit == ' ') {
            return 1;
        }
        // Bytes of UTF-8: of a pair of surrogates, two each.
        return unit < 0x80 ? 2 : unit < 0x800 || Character.isSurrogate(unit) ? 4 : 6;
    }
}

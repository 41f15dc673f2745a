package io.millrace.connector.files;

/**
 * How well bytes read as UTF-8 (Unicode Standard, table 3-7).
 *
 * @param sequences well-formed sequences of two bytes and more
 * @param malformed bytes that belong to no well-formed sequence; a sequence cut off by the end isn't counted
 */
record Utf8Soundness(long sequences, long malformed) {
    // A few broken characters don't turn a text that is full of whole ones into another encoding.
    private static final int SOUND_FOR_EACH_BROKEN = 10;

    static Utf8Soundness of(byte[] text) {
        long sequences = 0;
        long malformed = 0;
        int i = 0;
        while (i < text.length) {
            int lead = text[i] & 0xFF;
            if (lead < 0x80) {
                i++;
                continue;
            }
            int length = lengthOf(lead);
            int good = wellFormed(text, i, lead, length);
            if (length > 0 && good == length) {
                sequences++;
                i += length;
            } else if (length > 0 && i + good == text.length) {
                return new Utf8Soundness(sequences, malformed);
            } else {
                malformed++;
                i++;
            }
        }
        return new Utf8Soundness(sequences, malformed);
    }

    boolean isUtf8() {
        return malformed * SOUND_FOR_EACH_BROKEN <= sequences;
    }

    private static int lengthOf(int lead) {
        if (lead >= 0xC2 && lead <= 0xDF) {
            return 2;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return 3;
        }
        return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
    }

    /** How many bytes from the lead on belong to a well-formed sequence, up to its length. */
    private static int wellFormed(byte[] text, int start, int lead, int length) {
        int good = 1;
        while (good < length && start + good < text.length) {
            int next = text[start + good] & 0xFF;
            // The second byte has bounds of its own: no overlong forms, no surrogates, nothing above U+10FFFF.
            int low = good > 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            int high = good > 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
            if (next < low || next > high) {
                break;
            }
            good++;
        }
        return good;
    }
}

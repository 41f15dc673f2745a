package io.millrace.connector.files;

import java.io.BufferedReader;
import java.io.IOException;

/** Finds which character separates the values of a table. */
final class CsvDelimiter {
    private static final int SAMPLE_CHARACTERS = 16 * 1024;

    // In order of preference, where two do equally well.
    private static final String CANDIDATES = ",;\t|";

    private CsvDelimiter() {}

    /** The candidate found in most of the first lines, outside of quotes. The reader stands where it stood. */
    static char of(BufferedReader reader) throws IOException {
        char[] sample = new char[SAMPLE_CHARACTERS];
        reader.mark(SAMPLE_CHARACTERS);
        int length = Math.max(0, reader.read(sample));
        reader.reset();
        int[] lines = new int[CANDIDATES.length()];
        boolean[] seen = new boolean[CANDIDATES.length()];
        boolean quoted = false;
        for (int i = 0; i < length; i++) {
            char character = sample[i];
            quoted ^= character == '"';
            int candidate = CANDIDATES.indexOf(character);
            if (!quoted && candidate >= 0) {
                seen[candidate] = true;
            }
            if ((character == '\n' && !quoted) || i == length - 1) {
                count(seen, lines);
            }
        }
        int best = 0;
        for (int i = 1; i < lines.length; i++) {
            best = lines[i] > lines[best] ? i : best;
        }
        return CANDIDATES.charAt(best);
    }

    private static void count(boolean[] seen, int[] lines) {
        for (int i = 0; i < seen.length; i++) {
            lines[i] += seen[i] ? 1 : 0;
            seen[i] = false;
        }
    }
}

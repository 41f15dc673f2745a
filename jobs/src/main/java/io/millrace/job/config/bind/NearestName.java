package io.millrace.job.config.bind;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what somebody meant who wrote a name that isn't known. */
final class NearestName {
    private NearestName() {}

    /** The known name that takes the fewest edits, if that is at most a third of what was written; else null. */
    static @Nullable String to(String written, Collection<String> known) {
        String plain = plain(written);
        int fewest = Math.max(1, plain.length() / 3) + 1;
        String nearest = null;
        for (String name : known) {
            int edits = edits(plain, plain(name));
            if (edits < fewest) {
                fewest = edits;
                nearest = name;
            }
        }
        return nearest;
    }

    /** The name with {@code topK}, {@code top_k} and {@code top-k} made one. */
    static String plain(String name) {
        return name.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
    }

    // Levenshtein's distance, one row at a time.
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, Math.min(row[column], row[column - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}

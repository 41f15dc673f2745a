package io.millrace.connector.words;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Word2Vec's first line.
 *
 * @param words in the file
 * @param dimension numbers in a vector
 */
record Header(long words, int dimension) {
    /** The most that a collection takes. */
    private static final int MAX_DIMENSION = 65_536;

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})[ \\t]+(\\d{1,9})\\s*");

    /**
     * The header that a line is; null where it is none, as the first line of GloVe's files.
     *
     * @throws MalformedFileException when it is one that can't be
     */
    static @Nullable Header of(String line) throws MalformedFileException {
        Matcher form = FORM.matcher(line);
        if (!form.matches()) {
            return null;
        }
        long words = Long.parseLong(form.group(1));
        int dimension = Integer.parseInt(form.group(2));
        if (words < 1 || dimension < 1 || dimension > MAX_DIMENSION) {
            throw new MalformedFileException(
                    "line 1 says that there are %d words of %d numbers; 1 word and 1 to %d numbers are needed"
                            .formatted(words, dimension, MAX_DIMENSION));
        }
        return new Header(words, dimension);
    }
}

package io.millrace.retrieve;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a request wants its chunks to be found.
 *
 * @param mode what they are found by
 * @param diversity how unlike each other they shall be, from 0 to 1; null for no such choice
 * @param onePerDocument whether only the best chunk of a document counts
 * @param neighbours chunks before and after each one that are read along with it
 */
public record SearchOptions(SearchMode mode, @Nullable Double diversity, boolean onePerDocument, int neighbours)
        implements Serializable {
    public static final SearchOptions DEFAULT = new SearchOptions(SearchMode.AUTO, null, false, 0);

    public SearchOptions {
        if (neighbours < 0) {
            throw new IllegalArgumentException("neighbours must be at least 0, got " + neighbours);
        }
        if (diversity != null && !(diversity >= 0 && diversity <= 1)) {
            throw new IllegalArgumentException("diversity must be from 0 to 1, got " + diversity);
        }
    }
}

package io.millrace.retrieve;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How examples become a score, with Qdrant's formulas and by its names. */
public enum RecommendStrategy {
    /** Nearness to the mean of the positive ones, moved away from the mean of the negative ones. */
    AVERAGE_VECTOR,
    /** Nearness to the nearest example, between 0 and 1, and below 0 where that is a negative one. */
    BEST_SCORE,
    /** The sum of the similarities to the positive ones, less those to the negative ones. */
    SUM_SCORES;

    /** The name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The strategy of that name, or null. */
    public static @Nullable RecommendStrategy ofWireName(String name) {
        return Arrays.stream(values())
                .filter(strategy -> strategy.wireName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Every strategy's name, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(RecommendStrategy::wireName).collect(Collectors.joining(", "));
    }
}

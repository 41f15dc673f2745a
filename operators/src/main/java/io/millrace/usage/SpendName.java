package io.millrace.usage;

import org.jspecify.annotations.Nullable;

/**
 * What an accumulator counts of a model's calls. As text its parts are apart by line breaks, which no name of a model or
 * a tenant has; where one has all the same, it is replaced.
 *
 * @param model {@code provider/model}
 * @param tenant whose calls, or null for the total
 * @param counted {@code requests}, {@code tokens} or {@code nanos}
 */
public record SpendName(String model, @Nullable String tenant, String counted) {
    private static final String BREAK = "\n";

    /** Reads what {@link #toString} wrote; null when the text is another counter's. */
    public static @Nullable SpendName parse(String text) {
        String[] parts = text.split(BREAK, -1);
        if (!parts[0].equals(SpendCounts.PREFIX) || parts.length < 3 || parts.length > 4) {
            return null;
        }
        return new SpendName(parts[1], parts.length == 4 ? parts[3] : null, parts[2]);
    }

    @Override
    public String toString() {
        String total = String.join(BREAK, SpendCounts.PREFIX, oneLine(model), counted);
        return tenant == null ? total : total + BREAK + oneLine(tenant);
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ');
    }
}

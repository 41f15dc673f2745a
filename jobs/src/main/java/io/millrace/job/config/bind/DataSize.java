package io.millrace.job.config.bind;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of data. Written with its unit: {@code 64 MiB} is 67,108,864 bytes, {@code 10 MB} is 10,000,000. */
public record DataSize(long bytes) implements Comparable<DataSize>, Serializable {
    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,18}) ?([A-Za-z]+)");
    private static final Map<String, Long> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("B", 1L);
        UNITS.put("KB", 1_000L);
        UNITS.put("KiB", 1L << 10);
        UNITS.put("MB", 1_000_000L);
        UNITS.put("MiB", 1L << 20);
        UNITS.put("GB", 1_000_000_000L);
        UNITS.put("GiB", 1L << 30);
    }

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must not be negative, got " + bytes);
        }
    }

    /**
     * Reads a whole number and its unit.
     *
     * @throws IllegalArgumentException when the text is anything else, or more bytes than a long holds
     */
    public static DataSize parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        Long unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("a size is a whole number and one of %s, got '%s'"
                    .formatted(String.join(", ", UNITS.keySet()), text));
        }
        try {
            return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a size is at most 2^63 - 1 bytes, got '%s'".formatted(text), e);
        }
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The size in the largest unit that leaves a whole number, as {@link #parse} reads it. */
    @Override
    public String toString() {
        String text = bytes + " B";
        long largest = 1;
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (bytes > 0 && unit.getValue() > largest && bytes % unit.getValue() == 0) {
                largest = unit.getValue();
                text = bytes / largest + " " + unit.getKey();
            }
        }
        return text;
    }
}

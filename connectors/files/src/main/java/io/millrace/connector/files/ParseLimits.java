package io.millrace.connector.files;

import java.io.Serializable;
import java.time.Duration;

/**
 * What parsing one document may cost; what {@code parsing} holds in the configuration.
 *
 * @param maxCharacters of text that a document may yield
 * @param maxDepth documents within documents that are followed: 0 for none, 1 for an e-mail's attachments, 2 for what
 *     is inside of those
 * @param timeout of one document; only a parser in a process of its own can keep it
 * @param memory bytes of heap that a parser in a process of its own has, for one document at a time
 */
public record ParseLimits(int maxCharacters, int maxDepth, Duration timeout, long memory) implements Serializable {
    /** Less wouldn't hold the parsers themselves. */
    public static final long LEAST_MEMORY = 64L << 20;

    public static final ParseLimits DEFAULT = new ParseLimits(100_000_000, 3, Duration.ofMinutes(2), 512L << 20);

    public ParseLimits {
        if (maxCharacters < 1) {
            throw new IllegalArgumentException("parsing.max-text-length must be at least 1, got " + maxCharacters);
        }
        if (maxDepth < 0) {
            throw new IllegalArgumentException("parsing.max-depth must be at least 0, got " + maxDepth);
        }
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("parsing.timeout must be at least 1 ms, got " + timeout);
        }
        if (memory < LEAST_MEMORY) {
            throw new IllegalArgumentException(
                    "parsing.memory must be at least %d bytes, got %d".formatted(LEAST_MEMORY, memory));
        }
    }
}

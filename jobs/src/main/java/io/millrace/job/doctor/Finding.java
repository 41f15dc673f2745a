package io.millrace.job.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;

/**
 * What came of trying one thing.
 *
 * @param part the section of the configuration that it is for, such as {@code embedding}
 * @param verdict whether it works
 * @param time that the try took
 * @param said what was found, or what is wrong and where to mend it
 */
public record Finding(String part, Verdict verdict, Duration time, String said) {
    /** Whether something works. */
    public enum Verdict {
        /** It does. */
        WORKS,
        /** It does, with something that should be known. */
        WARNS,
        /** It doesn't. */
        FAILS,
        /** The configuration names none. */
        UNUSED;

        private String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** For people, in a line or two. */
    public String line() {
        String took = verdict == Verdict.UNUSED ? "" : "%,d ms".formatted(time.toMillis());
        return "%-6s %-10s %9s  %s".formatted(verdict.wireName(), part, took, said);
    }

    /** For programs. */
    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("part", part)
                .put("verdict", verdict.wireName())
                .put("ms", time.toMillis())
                .put("said", said);
    }
}

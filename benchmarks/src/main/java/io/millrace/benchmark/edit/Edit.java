package io.millrace.benchmark.edit;

/**
 * One change of a text.
 *
 * @param kind what is done
 * @param start offset of the first UTF-16 unit that goes
 * @param end offset after the last that goes
 * @param replacement what stands there afterwards
 */
record Edit(Kind kind, int start, int end, String replacement) {
    enum Kind {
        INSERT,
        DELETE,
        REPLACE
    }

    String applyTo(String text) {
        return text.substring(0, start) + replacement + text.substring(end);
    }
}

package io.millrace.benchmark.model;

import io.millrace.chunk.TokenCounter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts each text once while it is remembered; the texts that were asked for longest ago are forgotten first. Safe for
 * use by many threads.
 */
final class RememberingTokenCounter implements TokenCounter {
    private final TokenCounter counter;
    private final long maxCharacters;
    private final Map<String, Integer> known = new LinkedHashMap<>(1024, 0.75f, true);
    private long characters;

    /**
     * Remembers what a counter says.
     *
     * @param maxCharacters characters of all the texts that are remembered
     */
    RememberingTokenCounter(TokenCounter counter, long maxCharacters) {
        this.counter = counter;
        this.maxCharacters = maxCharacters;
    }

    @Override
    public synchronized int count(String text) {
        Integer before = known.get(text);
        if (before != null) {
            return before;
        }
        int count = counter.count(text);
        known.put(text, count);
        characters += text.length();
        for (Iterator<String> oldest = known.keySet().iterator(); characters > maxCharacters; oldest.remove()) {
            characters -= oldest.next().length();
        }
        return count;
    }
}

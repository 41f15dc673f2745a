package io.millrace.benchmark.edit;

import io.millrace.benchmark.split.Contender.Known;
import io.millrace.chunk.TokenCounter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The texts of one document that have vectors, and what another state of it asks for beyond them. */
final class EmbeddedTexts {
    private final Map<String, Integer> occurrences;

    EmbeddedTexts(List<String> texts) {
        this.occurrences = count(texts);
    }

    /**
     * What a new state costs.
     *
     * @param chunks texts that must be embedded
     * @param tokens tokens of those texts
     */
    record Cost(int chunks, int tokens) {}

    /** What must be embedded so that each of the texts has its vector. */
    Cost costOf(List<String> texts, Known known, TokenCounter counter) {
        int chunks = 0;
        int tokens = 0;
        for (Map.Entry<String, Integer> wanted : count(texts).entrySet()) {
            int had = occurrences.getOrDefault(wanted.getKey(), 0);
            int missing = switch (known) {
                case BY_TEXT_AND_OCCURRENCE -> Math.max(0, wanted.getValue() - had);
                case BY_TEXT -> had > 0 ? 0 : 1;
            };
            if (missing > 0) {
                chunks += missing;
                tokens += missing * counter.count(wanted.getKey());
            }
        }
        return new Cost(chunks, tokens);
    }

    private static Map<String, Integer> count(List<String> texts) {
        Map<String, Integer> counts = new HashMap<>();
        texts.forEach(text -> counts.merge(text, 1, Integer::sum));
        return counts;
    }
}

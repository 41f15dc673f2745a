package io.millrace.local.eval;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pass@k as Anthropic's guide to contextual retrieval computes it ({@code evaluate_retrieval} in
 * anthropics/anthropic-cookbook, skills/contextual-embeddings/guide.ipynb, 2024): for each question, the share of its golden
 * chunks whose text is among those of the first k chunks; of these the mean over the questions, in percent. Texts are
 * compared without white space around them.
 */
final class PassAtK {
    private PassAtK() {}

    /**
     * The mean over the questions that have a golden chunk.
     *
     * @param rankings the texts of what was found by question's id, best first
     * @param golden the texts of the golden chunks by question's id
     * @return from 0 to 100
     */
    static double of(Map<String, List<String>> rankings, Map<String, List<String>> golden, int k) {
        double total = 0;
        int questions = 0;
        for (Map.Entry<String, List<String>> entry : golden.entrySet()) {
            List<String> wanted = entry.getValue();
            if (wanted.isEmpty()) {
                continue;
            }
            List<String> ranking = rankings.getOrDefault(entry.getKey(), List.of());
            Set<String> first = new HashSet<>(ranking.subList(0, Math.min(k, ranking.size())));
            questions++;
            total += (double) wanted.stream().filter(first::contains).count() / wanted.size();
        }
        return questions == 0 ? 0 : 100 * total / questions;
    }
}

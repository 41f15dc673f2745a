package io.millrace.local.eval;

import java.util.List;
import java.util.Map;

/**
 * How good rankings are, averaged over questions, as trec_eval computes them.
 *
 * @param ndcgAt10 normalised discounted cumulative gain of the first 10 (Järvelin and Kekäläinen, 2002; gain is the
 *     relevance, the discount log2 of rank + 1)
 * @param recallAt10 share of a question's relevant documents among the first 10
 * @param recallAt100 the same of the first 100
 * @param mrrAt10 one over the rank of the first relevant document, 0 when it isn't among the first 10
 */
public record RankingMeasures(double ndcgAt10, double recallAt10, double recallAt100, double mrrAt10) {
    /**
     * Averages over the questions that have a judgement.
     *
     * @param rankings document ids by question's id, best first, none twice
     * @param judgements relevance by document's id, by question's id
     */
    public static RankingMeasures of(Map<String, List<String>> rankings, Map<String, Map<String, Integer>> judgements) {
        double ndcg = 0;
        double recallAt10 = 0;
        double recallAt100 = 0;
        double reciprocal = 0;
        int questions = 0;
        for (Map.Entry<String, Map<String, Integer>> entry : judgements.entrySet()) {
            Map<String, Integer> relevance = entry.getValue();
            long relevant =
                    relevance.values().stream().filter(grade -> grade > 0).count();
            if (relevant == 0) {
                continue;
            }
            List<String> ranking = rankings.getOrDefault(entry.getKey(), List.of());
            questions++;
            ndcg += gain(first(ranking, 10), relevance) / idealGain(relevance);
            recallAt10 += (double) found(first(ranking, 10), relevance) / relevant;
            recallAt100 += (double) found(first(ranking, 100), relevance) / relevant;
            reciprocal += reciprocalRank(first(ranking, 10), relevance);
        }
        int count = Math.max(questions, 1);
        return new RankingMeasures(ndcg / count, recallAt10 / count, recallAt100 / count, reciprocal / count);
    }

    private static List<String> first(List<String> ranking, int count) {
        return ranking.subList(0, Math.min(count, ranking.size()));
    }

    private static double gain(List<String> ranking, Map<String, Integer> relevance) {
        double gain = 0;
        for (int rank = 0; rank < ranking.size(); rank++) {
            gain += discounted(Math.max(0, relevance.getOrDefault(ranking.get(rank), 0)), rank);
        }
        return gain;
    }

    private static double idealGain(Map<String, Integer> relevance) {
        List<Integer> best = relevance.values().stream()
                .filter(grade -> grade > 0)
                .sorted((a, b) -> Integer.compare(b, a))
                .limit(10)
                .toList();
        double gain = 0;
        for (int rank = 0; rank < best.size(); rank++) {
            gain += discounted(best.get(rank), rank);
        }
        return gain;
    }

    private static double discounted(int grade, int rank) {
        return grade / (Math.log(rank + 2.0) / Math.log(2));
    }

    private static long found(List<String> ranking, Map<String, Integer> relevance) {
        return ranking.stream().filter(id -> relevance.getOrDefault(id, 0) > 0).count();
    }

    private static double reciprocalRank(List<String> ranking, Map<String, Integer> relevance) {
        for (int rank = 0; rank < ranking.size(); rank++) {
            if (relevance.getOrDefault(ranking.get(rank), 0) > 0) {
                return 1.0 / (rank + 1);
            }
        }
        return 0;
    }
}

package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code -Dmillrace.seeds=5000} runs as many histories, {@code -Dmillrace.seed=17} that one. */
class EmbeddingBatcherRandomTest {
    private static final int SEEDS = Integer.getInteger("millrace.seeds", 300);

    @Test
    void givesEveryTextItsOneOutcomeAndKeepsToAllLimitsWhateverHappens() {
        long only = Long.getLong("millrace.seed", -1);
        long texts = 0;
        long requests = 0;
        for (long seed = only < 0 ? 0 : only; seed < (only < 0 ? SEEDS : only + 1); seed++) {
            RandomHistory history = new RandomHistory(seed);
            assertThat(history.breaches()).as("seed %d", seed).isEmpty();
            texts += history.texts();
            requests += history.requests();
        }
        // Nothing would be shown by histories in which nothing happens.
        assertThat(texts).isPositive();
        assertThat(requests).isPositive();
        System.out.printf("random histories: %d seeds, %d texts, %d requests%n", SEEDS, texts, requests);
    }
}

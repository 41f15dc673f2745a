package io.millrace.connector.words;

import java.util.Arrays;

/** How much each word of a text counts in its mean. */
enum Weighting {
    /** As much as every other. */
    NONE {
        @Override
        float[] weights(WordTable table, DocumentFrequencies frequencies) {
            float[] weights = new float[table.size()];
            Arrays.fill(weights, 1);
            return weights;
        }
    },

    /**
     * The less, the commoner it is: a/(a + p) with a = 0.001 (Arora, Liang and Ma, "A Simple but Tough-to-Beat Baseline for
     * Sentence Embeddings", 2017). How common, p, is taken from its place in the file, which has the commonest first: by
     * Zipf's law, the n-th of N words is 1/n of all, divided by the sum of these. The paper's second step, which takes a
     * common direction out of a whole set's vectors, isn't done: vectors of a stream have no whole set.
     */
    RANK {
        @Override
        float[] weights(WordTable table, DocumentFrequencies frequencies) {
            double all = 0;
            for (int rank = table.size(); rank >= 1; rank--) {
                all += 1.0 / rank;
            }
            float[] weights = new float[table.size()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) (A / (A + 1 / ((i + 1) * all)));
            }
            return weights;
        }
    },

    /** By its inverse document frequency, ln((1 + N) / (1 + n)) + 1 for a word of n of N documents. */
    FREQUENCIES {
        @Override
        float[] weights(WordTable table, DocumentFrequencies frequencies) {
            float[] weights = new float[table.size()];
            Arrays.fill(weights, (float) frequencies.inverse(0));
            frequencies.documents().forEach((word, documents) -> {
                int index = table.find(word);
                if (index >= 0) {
                    weights[index] = (float) frequencies.inverse(documents);
                }
            });
            return weights;
        }
    };

    private static final double A = 1e-3;

    /** The weight of each word of the table, by its number. */
    abstract float[] weights(WordTable table, DocumentFrequencies frequencies);
}

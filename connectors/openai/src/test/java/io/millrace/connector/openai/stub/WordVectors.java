package io.millrace.connector.openai.stub;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Deterministic embeddings: each word is hashed to several dimensions with a sign, so that texts that share words are
 * near and others are at right angles, about. Long words weigh more. Unit length.
 */
final class WordVectors {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final int DIMENSIONS_PER_WORD = 8;

    private WordVectors() {}

    static float[] of(String text, int dimension) {
        double[] sum = new double[dimension];
        Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
        boolean found = false;
        while (words.find()) {
            add(sum, words.group());
            found = true;
        }
        if (!found) {
            add(sum, text);
        }
        return unit(sum);
    }

    private static void add(double[] sum, String word) {
        double weight = Math.log(1 + word.length());
        long state = TextHash.mix(word.hashCode() * 0x9E3779B97F4A7C15L);
        for (int i = 0; i < DIMENSIONS_PER_WORD; i++) {
            state = TextHash.mix(state + 0x9E3779B97F4A7C15L);
            int at = (int) Long.remainderUnsigned(state, sum.length);
            sum[at] += state < 0 ? -weight : weight;
        }
    }

    private static float[] unit(double[] sum) {
        double squares = 0;
        for (double value : sum) {
            squares += value * value;
        }
        float[] unit = new float[sum.length];
        if (squares == 0) {
            unit[0] = 1;
            return unit;
        }
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (sum[i] / Math.sqrt(squares));
        }
        return unit;
    }
}

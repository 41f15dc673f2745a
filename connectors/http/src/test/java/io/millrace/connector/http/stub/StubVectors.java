package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Vectors that are made of words: each word points somewhere, always to the same place, and a text to the sum of its words.
 * Texts that share words are near, others about at right angles. Unit length.
 */
final class StubVectors {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final int PLACES = 6;

    private StubVectors() {}

    /** As a list of numbers, each times the factor. */
    static ArrayNode json(String text, int dimension, double factor) {
        double[] vector = of(text, dimension);
        ArrayNode numbers = StubProvider.JSON.createArrayNode();
        for (double number : vector) {
            numbers.add((float) (number * factor));
        }
        return numbers;
    }

    static ArrayNode json(String text, int dimension) {
        return json(text, dimension, 1);
    }

    private static double[] of(String text, int dimension) {
        double[] vector = new double[dimension];
        Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
        int count = 0;
        while (words.find()) {
            add(vector, words.group());
            count++;
        }
        if (count == 0) {
            add(vector, text);
        }
        double length = length(vector);
        if (length == 0) {
            vector[0] = 1;
            return vector;
        }
        for (int at = 0; at < dimension; at++) {
            vector[at] /= length;
        }
        return vector;
    }

    /** Rare words are long ones, mostly: they weigh more. */
    private static void add(double[] vector, String word) {
        SplittableRandom places = new SplittableRandom(word.hashCode());
        for (int i = 0; i < PLACES; i++) {
            vector[places.nextInt(vector.length)] += places.nextBoolean() ? word.length() : -word.length();
        }
    }

    private static double length(double[] vector) {
        double squares = 0;
        for (double number : vector) {
            squares += number * number;
        }
        return Math.sqrt(squares);
    }
}

package io.millrace.chunk;

import io.millrace.embed.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Says what each cut is worth by how far the sentences before it and after it are apart. Reads a stretch of sentences
 * at a time, so that a large text takes no more memory and no larger requests than a small one.
 */
final class Turns {
    /** Sentences in a stretch: enough that a percentile of them says something. */
    private static final int STRETCH = 256;
    /** Sentences on each side of a cut. */
    private static final int SIDE = 3;

    private final String text;
    private final int maxTokens;
    private final int percentile;
    private final TextVectors vectors;
    private final Consumer<Unit> out;

    private final List<List<Unit>> sentences = new ArrayList<>();
    private int lastTokens;
    /** Of the stretch before, at most as many as a side has. */
    private List<Vector> earlier = List.of();

    /**
     * A reader of one text.
     *
     * @param maxTokens that the model takes in a text
     * @param percentile see {@link SemanticChunker}
     * @param out takes the units in order, with their worth
     */
    Turns(String text, int maxTokens, int percentile, TextVectors vectors, Consumer<Unit> out) {
        this.text = text;
        this.maxTokens = maxTokens;
        this.percentile = percentile;
        this.vectors = vectors;
        this.out = out;
    }

    void add(Unit unit) {
        boolean goesOn = !sentences.isEmpty() && !unit.before().keepsSentences();
        if (goesOn && lastTokens + unit.tokens() <= maxTokens) {
            sentences.get(sentences.size() - 1).add(unit);
            lastTokens += unit.tokens();
            return;
        }
        if (sentences.size() == STRETCH) {
            handOver();
        }
        sentences.add(new ArrayList<>(List.of(unit)));
        lastTokens = unit.tokens();
    }

    /** Hands over what is left. */
    void close() {
        if (!sentences.isEmpty()) {
            handOver();
        }
    }

    private void handOver() {
        List<Vector> all = new ArrayList<>(earlier);
        all.addAll(vectors.of(sentences.stream().map(this::textOf).toList()));
        double[] apart = new double[sentences.size()];
        for (int i = 0; i < apart.length; i++) {
            apart[i] = apart(all, earlier.size() + i);
        }
        double turn = atPercentile(apart);
        for (int i = 0; i < apart.length; i++) {
            List<Unit> sentence = sentences.get(i);
            out.accept(weighed(sentence.get(0), apart[i], apart[i] > turn));
            sentence.subList(1, sentence.size()).forEach(out);
        }
        earlier = List.copyOf(all.subList(Math.max(0, all.size() - SIDE), all.size()));
        sentences.clear();
    }

    private static Unit weighed(Unit unit, double apart, boolean turn) {
        if (!unit.before().keepsSentences()) {
            return unit;
        }
        // Headings and paragraphs aren't asked: what the sentences say decides, and so far only between them.
        return unit.worth(turn ? Cutter.ALWAYS : Break.SENTENCE.worth() + apart / 3);
    }

    private String textOf(List<Unit> sentence) {
        return text.substring(
                sentence.get(0).start(), sentence.get(sentence.size() - 1).end());
    }

    /** How far apart, by cosine, the sums of the vectors on either side are: from 0 to 2, less where a side is short. */
    private static double apart(List<Vector> all, int at) {
        if (at == 0) {
            return 0;
        }
        List<Vector> before = all.subList(Math.max(0, at - SIDE), at);
        List<Vector> after = all.subList(at, Math.min(all.size(), at + SIDE));
        // One sentence is further from its neighbours than three are, whatever they say.
        double known = (double) Math.min(before.size(), after.size()) / SIDE;
        return known * (1 - sum(before).dot(sum(after)));
    }

    private static Vector sum(List<Vector> vectors) {
        float[] sum = new float[vectors.get(0).dimension()];
        for (Vector vector : vectors) {
            float[] unit = vector.normalised().values();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += unit[i];
            }
        }
        return new Vector(sum).normalised();
    }

    private double atPercentile(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) * percentile / 100];
    }
}

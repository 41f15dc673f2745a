package io.millrace.chunk;

import io.millrace.embed.Vector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Vectors by the words that a text has: texts of the same words are alike. Keeps the sizes of its requests. */
final class HashedVectors implements TextVectors {
    private static final int DIMENSION = 32;

    private final List<Integer> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean closed;

    @Override
    public List<Vector> of(List<String> texts) {
        requests.add(texts.size());
        return texts.stream().map(HashedVectors::vector).toList();
    }

    @Override
    public String name() {
        return "hashed";
    }

    @Override
    public void close() {
        closed = true;
    }

    List<Integer> requests() {
        return requests;
    }

    boolean isClosed() {
        return closed;
    }

    private static Vector vector(String text) {
        float[] values = new float[DIMENSION];
        for (String word : text.toLowerCase(Locale.ROOT).split("\\W+", -1)) {
            values[Math.floorMod(word.hashCode(), DIMENSION)]++;
        }
        return new Vector(values);
    }
}

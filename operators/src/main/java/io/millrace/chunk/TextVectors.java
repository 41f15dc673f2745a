package io.millrace.chunk;

import io.millrace.embed.Vector;
import java.util.List;

/** Says what short texts are about, for a chunker that cuts by it. Safe for use by many threads. */
public interface TextVectors extends AutoCloseable {
    /**
     * One vector per text, in order, all of one dimension; zeros for a text that the model refuses.
     *
     * @param texts at most a few hundred, none blank
     */
    List<Vector> of(List<String> texts);

    /** Names whose vectors these are: other vectors give other cuts. */
    String name();

    @Override
    void close();
}

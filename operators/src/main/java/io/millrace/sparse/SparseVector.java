package io.millrace.sparse;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A vector of which only the components that aren't zero are given. The arrays are not copied: never change them after.
 *
 * @param indices the components' places, unsigned 32-bit integers, each once, ascending as such
 * @param values the components, as many
 */
@SuppressWarnings("ArrayRecordComponent") // As Vector: equality is by content here.
public record SparseVector(int[] indices, float[] values) implements Serializable {
    public SparseVector {
        if (indices.length != values.length) {
            throw new IllegalArgumentException("a sparse vector has as many values as indices, got %d and %d"
                    .formatted(values.length, indices.length));
        }
    }

    /** Whether nothing is like it: a text without a word that counts. */
    public boolean isEmpty() {
        return indices.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparseVector vector
                && Arrays.equals(indices, vector.indices)
                && Arrays.equals(values, vector.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(indices) + Arrays.hashCode(values);
    }

    /** How many components. */
    @Override
    public String toString() {
        return indices.length + " components";
    }
}

package io.millrace.embed;

import java.io.Serializable;
import java.util.Arrays;

/** An embedding: a point in a vector space. The array is not copied: never change it after. */
@SuppressWarnings(
        "ArrayRecordComponent") // The one place where a float array is a component: equality is by content here.
public record Vector(float[] values) implements Serializable {
    public int dimension() {
        return values.length;
    }

    /** The dot product; of two unit vectors, their cosine. Both must have one dimension. */
    public double dot(Vector other) {
        if (values.length != other.values.length) {
            throw new IllegalArgumentException(
                    "vectors of %d and %d dimensions can't be compared".formatted(values.length, other.values.length));
        }
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (double) values[i] * other.values[i];
        }
        return sum;
    }

    /** Divided by its length, so that its length is one; a zero vector stays as it is. */
    public Vector normalised() {
        double length = Math.sqrt(dot(this));
        if (length == 0) {
            return this;
        }
        float[] unit = new float[values.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (values[i] / length);
        }
        return new Vector(unit);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vector vector && Arrays.equals(values, vector.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /** The dimension only. */
    @Override
    public String toString() {
        return values.length + " dimensions";
    }
}

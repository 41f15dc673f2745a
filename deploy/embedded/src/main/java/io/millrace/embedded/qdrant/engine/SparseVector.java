package io.millrace.embedded.qdrant.engine;

import io.millrace.embedded.qdrant.failure.StoreException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.util.BytesRef;

/** A vector of few components in a space of 2^32 dimensions: ascending indices, unsigned, and a weight for each. */
public final class SparseVector implements StoredVector {

    private static final int BYTES_PER_COMPONENT = Integer.BYTES + Float.BYTES;

    private final int[] indices;
    private final float[] weights;

    private SparseVector(int[] indices, float[] weights) {
        this.indices = indices;
        this.weights = weights;
    }

    /** A vector of indices in any order; refused when they are not unique or do not fit the weights. */
    public static SparseVector of(List<Integer> indices, List<Float> weights) {
        if (indices.size() != weights.size()) {
            throw StoreException.validation("values", "Validation error: must be the same length as indices [{}]");
        }
        // An index, shifted so that the order of signed numbers is that of unsigned ones, and its place in the request.
        long[] order = new long[indices.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = ((long) (indices.get(i) ^ Integer.MIN_VALUE) << Integer.SIZE) | i;
        }
        Arrays.sort(order);
        int[] sorted = new int[order.length];
        float[] sortedWeights = new float[order.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = (int) (order[i] >>> Integer.SIZE) ^ Integer.MIN_VALUE;
            sortedWeights[i] = weights.get((int) order[i]);
            if (i > 0 && sorted[i] == sorted[i - 1]) {
                throw StoreException.validation("indices", "Validation error: must be unique [{}]");
            }
            if (!Float.isFinite(sortedWeights[i])) {
                throw StoreException.wrongInput("Vector component is not a finite number: " + sortedWeights[i]);
            }
        }
        return new SparseVector(sorted, sortedWeights);
    }

    /** How many components it has. */
    public int size() {
        return indices.length;
    }

    /** The index of a component, unsigned. */
    public int index(int component) {
        return indices[component];
    }

    public float weight(int component) {
        return weights[component];
    }

    /** The weight of an index, 0 when it is not there. */
    float weightOf(int index) {
        int low = 0;
        int high = indices.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Integer.compareUnsigned(indices[middle], index);
            if (order == 0) {
                return weights[middle];
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return 0;
    }

    /** The sum over common indices, in their order, as Qdrant sums it. */
    float dot(SparseVector other) {
        float sum = 0;
        int mine = 0;
        int theirs = 0;
        while (mine < indices.length && theirs < other.indices.length) {
            int order = Integer.compareUnsigned(indices[mine], other.indices[theirs]);
            if (order == 0) {
                sum += weights[mine++] * other.weights[theirs++];
            } else if (order < 0) {
                mine++;
            } else {
                theirs++;
            }
        }
        return sum;
    }

    BytesRef bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(indices.length * BYTES_PER_COMPONENT);
        for (int index : indices) {
            bytes.putInt(index);
        }
        for (float weight : weights) {
            bytes.putFloat(weight);
        }
        return new BytesRef(bytes.array());
    }

    static SparseVector read(BytesRef stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored.bytes, stored.offset, stored.length);
        int[] indices = new int[stored.length / BYTES_PER_COMPONENT];
        float[] weights = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = bytes.getInt();
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = bytes.getFloat();
        }
        return new SparseVector(indices, weights);
    }
}

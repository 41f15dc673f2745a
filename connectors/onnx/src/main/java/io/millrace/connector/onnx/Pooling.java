package io.millrace.connector.onnx;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** How a text's one vector is made from the vectors of its word pieces. */
enum Pooling {
    /** Their mean, padding left out. */
    MEAN {
        @Override
        float[] pool(FloatBuffer pieces, int first, int count, int dimension) {
            float[] sum = new float[dimension];
            float[] piece = new float[dimension];
            for (int i = 0; i < count; i++) {
                pieces.get((first + i) * dimension, piece);
                for (int j = 0; j < dimension; j++) {
                    sum[j] += piece[j];
                }
            }
            for (int j = 0; j < dimension; j++) {
                sum[j] /= count;
            }
            return sum;
        }
    },

    /** That of the first, which frames the text. */
    CLS {
        @Override
        float[] pool(FloatBuffer pieces, int first, int count, int dimension) {
            return at(pieces, first, dimension);
        }
    },

    /** The greatest of each dimension, padding left out. */
    MAX {
        @Override
        float[] pool(FloatBuffer pieces, int first, int count, int dimension) {
            float[] most = new float[dimension];
            Arrays.fill(most, Float.NEGATIVE_INFINITY);
            float[] piece = new float[dimension];
            for (int i = 0; i < count; i++) {
                pieces.get((first + i) * dimension, piece);
                for (int j = 0; j < dimension; j++) {
                    most[j] = Math.max(most[j], piece[j]);
                }
            }
            return most;
        }
    },

    /** That of the last, the only one that has read the whole text where each reads those before it. */
    LAST {
        @Override
        float[] pool(FloatBuffer pieces, int first, int count, int dimension) {
            return at(pieces, first + count - 1, dimension);
        }
    };

    /**
     * One vector.
     *
     * @param pieces the vectors of all word pieces of a run, one after the other
     * @param first the text's first word piece, counted in pieces
     * @param count its word pieces, padding not among them
     * @param dimension numbers in a vector
     */
    abstract float[] pool(FloatBuffer pieces, int first, int count, int dimension);

    /** The vector of one of them. */
    static float[] at(FloatBuffer pieces, int index, int dimension) {
        float[] vector = new float[dimension];
        pieces.get(index * dimension, vector);
        return vector;
    }
}

package io.millrace.connector.onnx;

import java.nio.FloatBuffer;

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
}

package io.millrace.embedded.qdrant.engine;

/** A vector of a point or of a query. Immutable as long as nobody writes into the arrays that it was made of. */
public sealed interface StoredVector permits StoredVector.Dense, SparseVector {

    /** A vector with a component for each dimension. */
    final class Dense implements StoredVector {

        private final float[] components;

        /** Keeps the array, without a copy. */
        public Dense(float[] components) {
            this.components = components;
        }

        /** The components themselves, not a copy. */
        public float[] components() {
            return components;
        }
    }
}

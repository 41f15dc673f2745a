package io.millrace.connector.http;

import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.VectorSpace;

/**
 * An embedding model's settings, checked and with every default filled in.
 *
 * @param space of its vectors
 * @param limits of its requests, less what prefixes take
 * @param normalise whether vectors are made unit length here, since the provider doesn't
 * @param wire how it is asked
 */
record EmbeddingSetup(
        Endpoint endpoint, VectorSpace space, EmbeddingLimits limits, boolean normalise, EmbeddingWire wire) {
    /** The same, with other limits. */
    EmbeddingSetup withLimits(EmbeddingLimits other) {
        return new EmbeddingSetup(endpoint, space, other, normalise, wire);
    }
}

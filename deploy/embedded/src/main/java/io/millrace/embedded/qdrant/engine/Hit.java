package io.millrace.embedded.qdrant.engine;

import io.qdrant.client.grpc.Points.OrderValue;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * A point that a search found, with the score that is reported for it.
 *
 * @param order the value that it has its place by, or null when points are not ordered by a payload field
 */
public record Hit(
        Location location,
        BytesRef key,
        float score,
        @Nullable OrderValue order) {

    public Hit(Location location, BytesRef key, float score) {
        this(location, key, score, null);
    }

    Hit withScore(float other) {
        return new Hit(location, key, other);
    }
}

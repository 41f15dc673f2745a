package io.millrace.embedded.qdrant.engine;

import org.apache.lucene.util.BytesRef;

/** A point that a search found, with the score that is reported for it. */
public record Hit(Location location, BytesRef key, float score) {

    Hit withScore(float other) {
        return new Hit(location, key, other);
    }
}

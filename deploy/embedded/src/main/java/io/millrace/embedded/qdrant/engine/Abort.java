package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import org.apache.lucene.index.MergePolicy;

/** Tells a graph that is being built, which can take a minute, that the store closes. Safe for use by many threads. */
final class Abort {

    private volatile boolean requested;

    void request() {
        requested = true;
    }

    void check() throws IOException {
        if (requested) {
            throw new MergePolicy.MergeAbortedException("The collection is being closed");
        }
    }
}

package io.millrace.embedded.qdrant.engine;

import java.util.List;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * What an operation does to the index.
 *
 * @param puts points to insert or to replace whole
 * @param deletes keys of points to delete; those of no point are nothing
 * @param deleteMatching deletes every point that matches it, or null
 */
record Change(
        List<Point> puts, List<BytesRef> deletes, @Nullable Query deleteMatching) {

    static Change puts(List<Point> points) {
        return new Change(points, List.of(), null);
    }

    static Change deletes(List<BytesRef> keys) {
        return new Change(List.of(), keys, null);
    }

    static Change deletesMatching(Query query) {
        return new Change(List.of(), List.of(), query);
    }
}

package io.millrace.embedded.qdrant.formula;

import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * A point whose score a formula computes.
 *
 * @param scores what each prefetch gave, by the points' keys
 * @param satisfying for each of the formula's conditions, the keys of the points that satisfy it
 */
record Candidate(
        BytesRef key, Map<String, Value> payload, List<Map<BytesRef, Float>> scores, List<Set<BytesRef>> satisfying) {

    /** The score that a prefetch gave the point, or null when it did not find it. */
    @Nullable
    Float score(int prefetch) {
        return prefetch < scores.size() ? scores.get(prefetch).get(key) : null;
    }

    boolean satisfies(int condition) {
        return satisfying.get(condition).contains(key);
    }
}

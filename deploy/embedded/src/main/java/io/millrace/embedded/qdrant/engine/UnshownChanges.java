package io.millrace.embedded.qdrant.engine;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.util.BytesRef;

/**
 * Which points were changed by operations that no view shows yet. Added to by one thread at a time, asked by any: what was
 * added before an operation returned is known to whoever asks after that.
 */
final class UnshownChanges {
    /** More aren't told apart: a look at any point then shows them all. */
    private static final int MOST = 10_000;

    /** The last operation that changed each point. */
    private final Map<BytesRef, Long> changed = new ConcurrentHashMap<>();
    /** The last operation that may have changed any point. */
    private volatile long any;

    /** An operation was carried out, and isn't shown. */
    void add(Change change, long sequence) {
        if (change.deleteMatching() != null || changed.size() > MOST) {
            any = sequence;
            return;
        }
        change.deletes().forEach(key -> changed.put(key, sequence));
        change.puts().forEach(point -> changed.put(point.key(), sequence));
    }

    /** Everything up to this operation is shown now. */
    void forget(long sequence) {
        changed.values().removeIf(last -> last <= sequence);
    }

    /**
     * Whether one of these points may be another than is shown.
     *
     * @param shown the last operation that is
     */
    boolean mayHold(Set<BytesRef> keys, long shown) {
        return any > shown || keys.stream().anyMatch(changed::containsKey);
    }
}

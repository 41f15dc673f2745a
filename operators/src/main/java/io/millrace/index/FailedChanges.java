package io.millrace.index;

import io.millrace.chunk.Chunk;
import io.millrace.document.Origin;
import io.millrace.failure.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The changes of which a step failed, until their last step comes. */
final class FailedChanges {
    private final Map<Change, Failure> failures = new HashMap<>();

    private record Change(
            Origin origin, String documentId, @Nullable String tenant) {
        static Change of(IndexOperation operation) {
            return new Change(operation.origin(), operation.documentId(), operation.tenant());
        }
    }

    /**
     * Why a change failed: for the first of its steps that did.
     *
     * @param ofStore whether it was the store that refused it, else the embedding model
     */
    record Failure(boolean ofStore, Reason reason) {}

    /** The embedding model refused the chunk's text. The other steps are applied: what can be found is. */
    void embedding(IndexOperation operation, Reason reason) {
        Chunk chunk = operation.chunk();
        String place = chunk == null
                ? ""
                : "chunk %d of %d (offsets %d to %d): "
                        .formatted(chunk.ordinal() + 1, chunk.chunkCount(), chunk.start(), chunk.end());
        failures.putIfAbsent(
                Change.of(operation), new Failure(false, new Reason(reason.code(), place + reason.message())));
    }

    /** The store refused steps of the change. Its other steps aren't applied: the earlier state stays. */
    void storing(IndexOperation operation, Reason reason) {
        failures.put(Change.of(operation), new Failure(true, reason));
    }

    /** Whether the store refused a step of this one's change. */
    boolean isRefused(IndexOperation operation) {
        if (failures.isEmpty()) {
            return false;
        }
        Failure failure = failures.get(Change.of(operation));
        return failure != null && failure.ofStore();
    }

    /** The failure of the change that the step ends, which is let go; null when there is none. */
    @Nullable
    Failure remove(IndexOperation last) {
        return failures.remove(Change.of(last));
    }

    /**
     * How many of the steps, from the first on, may go in one request: as many as hold no two changes of one document.
     * The later one removes what the earlier one's steps count on, so a request of both couldn't be applied again.
     */
    static int together(List<IndexOperation> steps) {
        Map<String, Change> changes = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            Change change = Change.of(steps.get(i));
            Change earlier = changes.putIfAbsent(change.documentId(), change);
            if (earlier != null && !earlier.equals(change)) {
                return i;
            }
        }
        return steps.size();
    }

    /** Where to halve a request so that no change is in both halves; 0 when it is of one change. */
    static int middle(List<IndexOperation> request) {
        int best = 0;
        for (int i = 1; i < request.size(); i++) {
            boolean boundary = !Change.of(request.get(i - 1)).equals(Change.of(request.get(i)));
            if (boundary && Math.abs(request.size() / 2 - i) < Math.abs(request.size() / 2 - best)) {
                best = i;
            } else if (boundary && best == 0) {
                best = i;
            }
        }
        return best;
    }
}

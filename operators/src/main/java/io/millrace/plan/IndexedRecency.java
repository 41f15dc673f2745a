package io.millrace.plan;

import io.millrace.document.IncomingDocument;
import io.millrace.index.Manifest;
import io.millrace.index.Manifest.Held;

/**
 * Whether the index is ahead of a document: a job that starts without the memory of an earlier one must not bring back
 * what that one had replaced.
 *
 * <p>A file that states no version is what is there now, however old its modification time says it is; nothing in the
 * index is newer.
 */
final class IndexedRecency {
    private IndexedRecency() {}

    static boolean isNewer(Manifest held, IncomingDocument document) {
        for (Held chunk : held.chunks().values()) {
            if (isNewer(chunk, document)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNewer(Held chunk, IncomingDocument document) {
        // Written before timestamps were: which is newer can't be told, so what comes is taken.
        if (chunk.timestamp() == 0) {
            return false;
        }
        // A chunk stores the version that its document stated, or else the timestamp in its place.
        boolean stated = chunk.version() != chunk.timestamp();
        if (stated && document.version() != null) {
            return chunk.version() > document.version();
        }
        return document.origin().topic() != null
                && chunk.timestamp() > document.origin().timestamp();
    }
}

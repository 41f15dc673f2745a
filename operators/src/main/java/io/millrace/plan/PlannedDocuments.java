package io.millrace.plan;

import io.millrace.index.DocumentKey;
import io.millrace.index.Manifest;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What documents will hold once what was planned for them is written. Until then a look-up shows an earlier state, and a
 * plan made from it would keep what is about to go. An entry is let go when a checkpoint that came after it is complete:
 * by then everything before the checkpoint is in the index. So its size is that of what is written between two
 * checkpoints, and none of it needs to be in one.
 */
final class PlannedDocuments {
    private final Map<String, Planned> byId = new HashMap<>();
    /** Counts the plans; what was planned before a checkpoint has a lower number than what comes after it. */
    private long clock;
    /** The latest moment that {@link #writtenBefore} was told. */
    private long written;

    private static final class Planned {
        /** Whether everybody's chunks of the id are deleted, but for those in {@link #owned}. */
        private boolean deleted;

        private final Map<DocumentKey, Manifest> owned = new HashMap<>();
        private long at;
    }

    /** The document as it will be: as planned, else as it was looked up. */
    Manifest of(DocumentKey document, Manifest lookedUp) {
        Planned planned = byId.get(document.documentId());
        if (planned == null) {
            return lookedUp;
        }
        @Nullable Manifest manifest = planned.owned.get(document);
        if (manifest != null) {
            return manifest;
        }
        return planned.deleted ? Manifest.EMPTY : lookedUp;
    }

    /** Whether something is planned for the document that may not be in the index yet. */
    boolean has(DocumentKey document) {
        Planned planned = byId.get(document.documentId());
        return planned != null && (planned.deleted || planned.owned.containsKey(document));
    }

    /** The document will hold this. */
    void put(DocumentKey document, Manifest manifest) {
        touch(document.documentId()).owned.put(document, manifest);
    }

    /** Everybody's document of this id will be gone. */
    void deleted(String documentId) {
        Planned planned = touch(documentId);
        planned.owned.clear();
        planned.deleted = true;
    }

    /** A moment that comes after all that was planned so far. */
    long now() {
        return ++clock;
    }

    /** All that was planned before the moment is in the index. */
    void writtenBefore(long moment) {
        if (moment <= written) {
            return;
        }
        written = moment;
        for (Iterator<Planned> planned = byId.values().iterator(); planned.hasNext(); ) {
            if (planned.next().at < moment) {
                planned.remove();
            }
        }
    }

    int size() {
        return byId.size();
    }

    private Planned touch(String documentId) {
        Planned planned = byId.computeIfAbsent(documentId, id -> new Planned());
        planned.at = clock;
        return planned;
    }
}

package io.millrace.connector.files;

import java.io.Serializable;

/**
 * A path's state in one listing.
 *
 * @param type what was there
 * @param size in bytes; 0 for what isn't a file
 * @param modified milliseconds since the epoch, or 0 when it isn't known
 * @param observed milliseconds since the epoch: when it was listed; of two listings the later one's is greater
 */
record FileState(FileEntry.Type type, long size, long modified, long observed) implements Serializable {
    private static final long SECOND = 1000;
    private static final long NO_SIZE = -1;

    static FileState of(FileEntry entry, long observed) {
        return new FileState(entry.type(), entry.size(), entry.modified(), observed);
    }

    /** Whether nothing that a listing tells of differs. */
    boolean isLike(FileState other) {
        return type == other.type && size == other.size && isSameTime(modified, other.modified);
    }

    boolean isLike(FileEntry entry) {
        return isLike(of(entry, observed));
    }

    /** A state that no listing is like, so that the path is given again when it is next seen. */
    FileState unread() {
        return new FileState(type, NO_SIZE, modified, observed);
    }

    FileState gone(long since) {
        return new FileState(FileEntry.Type.GONE, 0, since, since);
    }

    // Some object stores tell milliseconds when they list a prefix, and only seconds when asked for one object.
    private static boolean isSameTime(long one, long other) {
        boolean wholeSeconds = one % SECOND == 0 || other % SECOND == 0;
        return one == other || (wholeSeconds && Math.floorDiv(one, SECOND) == Math.floorDiv(other, SECOND));
    }
}

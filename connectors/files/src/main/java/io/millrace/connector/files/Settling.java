package io.millrace.connector.files;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a file counts as written to its end: nobody says so, so it is taken from its having rested. Two looks are
 * compared by this machine's clock; the file's own clock is relied on only for what it calls long ago.
 */
final class Settling {
    /** At least the coarsest clock of a file system in use, FAT's: a later write then shows in the file's time. */
    static final int QUIET_SECONDS = 2;

    /** More than that, to leave room for a file server's clock that is behind. */
    static final int LONG_AGO_SECONDS = 10;

    static final Duration QUIET = Duration.ofSeconds(QUIET_SECONDS);
    static final Duration LONG_AGO = Duration.ofSeconds(LONG_AGO_SECONDS);

    private Settling() {}

    /** Whether the state may be read, after a look that showed it and, if there was one, an earlier look. */
    static boolean isSettled(FileState state, @Nullable UnsettledFile earlier, LookTime time) {
        if (state.type() == FileEntry.Type.UNLISTABLE) {
            return true;
        }
        if (state.modified() > 0 && time.started() - state.modified() >= LONG_AGO.toMillis()) {
            return true;
        }
        return earlier != null && earlier.isLike(state) && hasRested(earlier, time.started());
    }

    /** Whether a look that starts now is far enough from the one that first showed the state. */
    static boolean hasRested(UnsettledFile file, long now) {
        return now - file.since() >= QUIET.toMillis();
    }
}

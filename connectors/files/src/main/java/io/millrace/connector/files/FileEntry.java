package io.millrace.connector.files;

import org.apache.flink.core.fs.Path;

/**
 * A file or directory as a listing showed it.
 *
 * @param path its URI
 * @param type what it is
 * @param size in bytes; 0 for what isn't a file
 * @param modified milliseconds since the epoch, or 0 when it isn't known
 */
record FileEntry(Path path, Type type, long size, long modified) {
    enum Type {
        FILE,
        DIRECTORY,
        /** A directory whose listing failed: passed on like a file, so that what is missing is reported. */
        UNLISTABLE,
        /** A name of which nothing more could be told: a link that leads nowhere, or a file that went meanwhile. */
        BROKEN,
        /** What was there and isn't any more. No listing shows it; its absence from one does. */
        GONE
    }

    String name() {
        return path.getName();
    }

    /** The convention of Hadoop and of its kin: such names are for programs, not for readers. */
    boolean hidden() {
        return name().startsWith(".") || name().startsWith("_");
    }

    FileEntry unlistable() {
        return new FileEntry(path, Type.UNLISTABLE, 0, modified);
    }
}

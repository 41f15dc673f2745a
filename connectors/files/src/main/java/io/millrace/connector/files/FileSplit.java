package io.millrace.connector.files;

import java.io.Serializable;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.fs.Path;

/**
 * One state of one path, to be made into records: a file to read, or a deletion or a problem to pass on.
 *
 * @param key the path below the root
 * @param path its URI
 * @param state what the listing showed, and what a reader must still find
 * @param returns how many times this path couldn't be read because it changed
 * @param last whether the reader must make a record of what it finds, and may not return the split
 * @param position of the next line to read
 */
record FileSplit(String key, Path path, FileState state, int returns, boolean last, LinePosition position)
        implements SourceSplit, Serializable {
    static FileSplit of(String key, Path path, FileState state, int returns) {
        return new FileSplit(key, path, state, returns, false, LinePosition.START);
    }

    @Override
    public String splitId() {
        return key + "@" + state.observed();
    }

    FileSplit at(LinePosition next) {
        return new FileSplit(key, path, state, returns, last, next);
    }

    FileSplit asLast() {
        return new FileSplit(key, path, state, returns, true, position);
    }

    /** Back from a reader: from its start, since lines of another state have other places. */
    FileSplit returned() {
        return of(key, path, state, returns + 1);
    }

    boolean isOlderThan(FileSplit other) {
        return state.observed() < other.state.observed();
    }

    /** Its id: Flink logs splits, and the rest would fill pages. */
    @Override
    public String toString() {
        return splitId();
    }
}

package io.millrace.connector.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.Path;

/**
 * A file's path with its modification time and size behind it, in a split only. Flink's monitoring knows a file by its
 * path alone, in its checkpoints too; so a changed file has to have another one to be read again.
 */
final class VersionedPath {
    private static final Pattern VERSION = Pattern.compile("(?s)(.*);modified=-?\\d+;size=\\d+");

    private VersionedPath() {}

    static Path of(FileEntry entry) {
        return withPath(
                entry.path(),
                "%s;modified=%d;size=%d".formatted(entry.path().getPath(), entry.modified(), entry.size()));
    }

    /** The file's own path, by which it is opened. */
    static Path toFile(Path versioned) {
        Matcher matcher = VERSION.matcher(versioned.getPath());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a split's path should end in a version, got " + versioned);
        }
        return withPath(versioned, matcher.group(1));
    }

    private static Path withPath(Path path, String other) {
        return new Path(path.toUri().getScheme(), path.toUri().getAuthority(), other);
    }
}

package io.millrace.connector.files;

import org.apache.flink.core.fs.Path;

/** A file's path below the root: its identity, the same wherever the root is mounted. */
final class RelativePath {
    private RelativePath() {}

    /** With {@code /} between names; for a root that is the file itself, its name. */
    static String of(Path root, Path file) {
        String above = root.getPath();
        String whole = file.getPath();
        if (whole.equals(above)) {
            return file.getName();
        }
        String prefix = above.endsWith("/") ? above : above + "/";
        return whole.startsWith(prefix) ? whole.substring(prefix.length()) : whole;
    }
}

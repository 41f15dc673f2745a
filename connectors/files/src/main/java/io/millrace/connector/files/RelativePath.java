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

    /** The other way round, for a root that is a directory. */
    static Path in(Path root, String relative) {
        String above = root.getPath();
        String prefix = above.endsWith("/") ? above : above + "/";
        // Not through Path's own parser, which would read "notes: 1" as a scheme.
        return new Path(root.toUri().getScheme(), root.toUri().getAuthority(), prefix + relative);
    }

    /** The directory that holds it, itself relative; empty for the root. */
    static String parent(String relative) {
        return relative.substring(0, Math.max(0, relative.lastIndexOf('/')));
    }
}

package io.millrace.connector.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the files under a root, directory by directory. Hidden files and directories are left out; a single file that
 * is the root itself is always taken, whatever its name.
 */
final class FileScan {
    private static final Logger LOG = LoggerFactory.getLogger(FileScan.class);

    private final IncludedFiles included;
    private final List<FileEntry> found = new ArrayList<>();
    private long skipped;

    private FileScan(IncludedFiles included) {
        this.included = included;
    }

    /**
     * What was found.
     *
     * @param files files to read, and directories that couldn't be listed
     * @param skipped files that aren't included
     */
    record Found(List<FileEntry> files, long skipped) {}

    /** Fails when the root itself can't be had; a directory below it that can't be listed is found as such. */
    static Found of(Path root, List<String> include) throws IOException {
        FileEntry entry = Listing.entry(root);
        if (entry.type() == FileEntry.Type.FILE) {
            return new Found(List.of(entry), 0);
        }
        FileScan scan = new FileScan(new IncludedFiles(include));
        scan.take(root, Listing.of(root), above(Set.of(), root));
        return new Found(scan.found, scan.skipped);
    }

    private void take(Path root, List<FileEntry> entries, Set<java.nio.file.Path> above) {
        for (FileEntry entry : entries) {
            if (entry.hidden()) {
                continue;
            }
            if (entry.type() == FileEntry.Type.DIRECTORY) {
                enter(root, entry, above);
            } else if (included.test(RelativePath.of(root, entry.path()))) {
                found.add(entry);
            } else {
                skipped++;
            }
        }
    }

    private void enter(Path root, FileEntry directory, Set<java.nio.file.Path> above) {
        try {
            if (leadsUp(directory.path(), above)) {
                LOG.warn("{} is a link to a directory above it and isn't followed", directory.path());
                return;
            }
            take(root, Listing.of(directory.path()), above(above, directory.path()));
        } catch (IOException e) {
            LOG.warn("{} can't be listed: {}", directory.path(), e.toString());
            found.add(directory.unlistable());
        }
    }

    /** Whether the directory is one that the walk is already inside of: such a link would lead round for ever. */
    private static boolean leadsUp(Path directory, Set<java.nio.file.Path> above) throws IOException {
        return Listing.isLocal(directory)
                && above.contains(Listing.toLocal(directory).toRealPath());
    }

    private static Set<java.nio.file.Path> above(Set<java.nio.file.Path> above, Path directory) throws IOException {
        if (!Listing.isLocal(directory)) {
            return above;
        }
        Set<java.nio.file.Path> extended = new HashSet<>(above);
        extended.add(Listing.toLocal(directory).toRealPath());
        return extended;
    }
}

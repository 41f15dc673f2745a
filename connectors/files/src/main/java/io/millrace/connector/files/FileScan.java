package io.millrace.connector.files;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final Path root;
    private final IncludedFiles included;
    private final Map<String, FileEntry> files = new LinkedHashMap<>();
    private final Set<String> unseen = new HashSet<>();
    private final Map<String, Long> volumes = new HashMap<>();
    private long skipped;

    private FileScan(Path root, IncludedFiles included) {
        this.root = root;
        this.included = included;
    }

    /** Fails when the root itself can't be had; a directory below it that can't be listed is found as such. */
    static FoundFiles of(Path root, IncludedFiles included) throws IOException {
        FileScan scan = new FileScan(root, included);
        FileEntry entry = Listing.entry(root);
        if (entry.type() == FileEntry.Type.DIRECTORY) {
            scan.walk();
        } else {
            scan.files.put(RelativePath.of(root, root), entry);
            scan.unseen.add(FoundFiles.ROOT);
        }
        return new FoundFiles(scan.files, scan.skipped, scan.unseen, scan.volumes);
    }

    private void walk() throws IOException {
        Set<java.nio.file.Path> above = above(Set.of(), root);
        List<FileEntry> entries = Listing.of(root);
        volumes.put(FoundFiles.ROOT, Listing.volume(root));
        if (entries.isEmpty()) {
            // So does the mount point of a volume that isn't mounted look.
            unseen.add(FoundFiles.ROOT);
        }
        take(entries, above);
    }

    private void take(List<FileEntry> entries, Set<java.nio.file.Path> above) {
        for (FileEntry entry : entries) {
            if (entry.hidden()) {
                continue;
            }
            String key = RelativePath.of(root, entry.path());
            if (entry.type() == FileEntry.Type.DIRECTORY) {
                enter(key, entry, above);
            } else if (included.test(key)) {
                files.put(key, entry);
            } else {
                skipped++;
            }
        }
    }

    private void enter(String key, FileEntry directory, Set<java.nio.file.Path> above) {
        try {
            if (leadsUp(directory.path(), above)) {
                LOG.warn("{} is a link to a directory above it and isn't followed", directory.path());
                return;
            }
            Set<java.nio.file.Path> extended = above(above, directory.path());
            List<FileEntry> entries = Listing.of(directory.path());
            volumes.put(key, Listing.volume(directory.path()));
            take(entries, extended);
        } catch (IOException | RuntimeException e) {
            unseen.add(key);
            if (Listing.saysMissing(e)) {
                // It went while the walk was on its way; the next one knows.
                return;
            }
            LOG.warn("{} can't be listed: {}", directory.path(), e.toString());
            files.put(key, directory.unlistable());
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

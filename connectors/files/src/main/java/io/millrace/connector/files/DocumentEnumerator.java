package io.millrace.connector.files;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.enumerate.FileEnumerator;
import org.apache.flink.core.fs.Path;

/** One split for each version of a file; its id is its versioned path, so it stays the same over restarts. */
final class DocumentEnumerator implements FileEnumerator {
    /** A watched file that changed more recently may still be being written. */
    static final Duration SETTLED = Duration.ofSeconds(1);

    private final FileSettings settings;
    private final LongSupplier clock;

    /** The clock tells milliseconds since the epoch. */
    DocumentEnumerator(FileSettings settings, LongSupplier clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Collection<FileSourceSplit> enumerateSplits(Path[] paths, int minDesiredSplits) throws IOException {
        long now = clock.getAsLong();
        List<FileSourceSplit> splits = new ArrayList<>();
        for (Path path : paths) {
            for (FileEntry entry : FileScan.of(path, settings.include()).files()) {
                if (settings.watch() == null || settled(entry, now)) {
                    splits.add(split(entry));
                }
            }
        }
        return splits;
    }

    private static boolean settled(FileEntry entry, long now) {
        long age = now - entry.modified();
        // A time in the future says that two clocks differ, not that the file is new.
        return age < 0 || age >= SETTLED.toMillis();
    }

    private static FileSourceSplit split(FileEntry entry) {
        long size = entry.type() == FileEntry.Type.UNLISTABLE ? SourceFile.UNLISTABLE : entry.size();
        Path path = VersionedPath.of(entry);
        return new FileSourceSplit(path.toString(), path, 0, entry.size(), entry.modified(), size);
    }
}

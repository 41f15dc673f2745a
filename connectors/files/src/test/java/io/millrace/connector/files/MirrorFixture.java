package io.millrace.connector.files;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/** A mirror, what its next scan finds, and the time. */
abstract class MirrorFixture {
    static final FileSettings BOUNDED = FileSettings.of("/root");
    static final FileSettings WATCHED =
            new FileSettings("/root", Duration.ofSeconds(30), List.of(), FileSettings.DEFAULT_MAX_BYTES);
    static final long OLD = 700_000;

    final Map<String, FileEntry> files = new HashMap<>();
    final Set<String> unseen = new HashSet<>();
    long now = 1_000_000;
    Mirror mirror = new Mirror(WATCHED);

    final void file(String key, long size, long modified) {
        files.put(key, new FileEntry(path(key), FileEntry.Type.FILE, size, modified));
    }

    final void unlistable(String key) {
        files.put(key, new FileEntry(path(key), FileEntry.Type.UNLISTABLE, 0, OLD));
        unseen.add(key);
    }

    static Path path(String key) {
        return new Path("file:/root/" + key);
    }

    final void scan() {
        mirror.scanned(new FoundFiles(files, 0, unseen, Map.of("", 1L)), new LookTime(now, now));
    }

    final void lookAgain(String key) {
        @Nullable FileEntry entry = files.get(key);
        mirror.lookedAgain(List.of(new Look(key, entry)), new LookTime(now, now));
    }

    final List<FileSplit> given() {
        List<FileSplit> splits = new ArrayList<>();
        for (FileSplit split = mirror.next(); split != null; split = mirror.next()) {
            splits.add(split);
        }
        return splits;
    }
}

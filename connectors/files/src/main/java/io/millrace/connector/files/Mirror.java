package io.millrace.connector.files;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the files under a root, and what of it has to be told: compares each scan with what was given before
 * and makes splits of new and changed files and of those that are gone. Of a path at most one split waits; a newer state
 * takes the place of an older one. For one thread.
 */
final class Mirror {
    /** How often a bounded run waits for a file that changes, before it takes what it finds. */
    static final int MOST_RETURNS = 3;

    private final Path root;
    private final boolean watched;
    private final Map<String, KnownFile> known = new HashMap<>();
    private final Map<String, UnsettledFile> unsettled = new LinkedHashMap<>();
    private final Map<String, FileSplit> pending = new LinkedHashMap<>();
    private long observed;
    private boolean complete;
    private long departed;
    private int unseen;

    Mirror(FileSettings settings) {
        this.root = settings.root();
        this.watched = settings.watch() != null;
    }

    /** A bounded run may take over from a watched one, and the other way round. */
    Mirror(FileSettings settings, MirrorState state) {
        this(settings);
        known.putAll(state.known());
        state.unsettled().forEach(file -> unsettled.put(file.split().key(), file));
        state.pending().forEach(split -> pending.put(split.key(), split));
        observed = state.observed();
        complete = !watched && state.complete();
    }

    MirrorState state() {
        return new MirrorState(
                observed, complete, Map.copyOf(known), List.copyOf(unsettled.values()), List.copyOf(pending.values()));
    }

    /** Takes a scan of everything under the root. */
    void scanned(FoundFiles found, LookTime time) {
        tick(time);
        complete = !watched;
        Departures.of(known, found).forEach(this::depart);
        unseen = (int) known.keySet().stream()
                .filter(key -> !found.files().containsKey(key))
                .count();
        unsettled.keySet().removeIf(key -> !found.files().containsKey(key) && !found.hides(key));
        found.files().forEach((key, entry) -> consider(key, entry, found.volumeAbove(key), time));
    }

    /** Takes second looks at unsettled files, all made in the time. */
    void lookedAgain(List<Look> looks, LookTime time) {
        if (looks.isEmpty()) {
            return;
        }
        tick(time);
        for (Look look : looks) {
            UnsettledFile earlier = unsettled.get(look.key());
            FileEntry entry = look.entry();
            if (earlier == null) {
                continue;
            }
            if (entry != null) {
                consider(look.key(), entry, earlier.volume(), time);
            } else if (watched) {
                // The next scan tells whether it's gone.
                unsettled.put(look.key(), earlier.since(time.ended()));
            } else {
                give(split(earlier, earlier.split().state()).asLast(), earlier.volume());
            }
        }
    }

    /** Takes a split back whose file was no longer as it was listed: it is given again once it has settled. */
    void returned(FileSplit split, long now) {
        KnownFile given = known.get(split.key());
        if (given == null || given.state().observed() != split.state().observed()) {
            // Gone since, or given again since in a newer state.
            return;
        }
        known.put(split.key(), given.unread());
        unsettled.put(split.key(), new UnsettledFile(split.returned(), given.volume(), now));
    }

    /** Takes splits back from a reader that failed. */
    void addBack(Collection<FileSplit> splits) {
        for (FileSplit split : splits) {
            KnownFile given = known.get(split.key());
            if (given == null || given.state().observed() <= split.state().observed()) {
                pending.merge(split.key(), split, (one, other) -> one.isOlderThan(other) ? other : one);
            }
        }
    }

    /** The next split for a reader, which has it then; null when there is none now. */
    @Nullable
    FileSplit next() {
        var splits = pending.values().iterator();
        if (!splits.hasNext()) {
            return null;
        }
        FileSplit split = splits.next();
        splits.remove();
        return split;
    }

    /** Whether a bounded run has given all that it will ever give, but for what readers may still return. */
    boolean isExhausted() {
        return complete && pending.isEmpty() && unsettled.isEmpty();
    }

    boolean isComplete() {
        return complete;
    }

    /** Files that want a second look when their rest is over. */
    List<UnsettledFile> unsettled() {
        // A broken name is looked at by the scans only, for a second look fails as the first did.
        return unsettled.values().stream()
                .filter(file -> !watched || file.split().state().type() == FileEntry.Type.FILE)
                .toList();
    }

    int knownFiles() {
        return known.size();
    }

    int pendingSplits() {
        return pending.size();
    }

    /** How many known files the last scan neither found nor could tell to be gone. */
    int unseen() {
        return unseen;
    }

    /** How many known files were found to be gone. */
    long departed() {
        return departed;
    }

    private void tick(LookTime time) {
        // Strictly later than before, even when the clock stood still or went back.
        observed = Math.max(time.started(), observed + 1);
    }

    private void consider(String key, FileEntry entry, long volume, LookTime time) {
        FileState state = FileState.of(entry, observed);
        KnownFile given = known.get(key);
        if (given != null && given.state().isLike(state)) {
            unsettled.remove(key);
            if (given.volume() != volume) {
                known.put(key, given.on(volume));
            }
            return;
        }
        UnsettledFile earlier = unsettled.get(key);
        boolean changes = earlier != null && !earlier.isLike(state);
        int returns = earlier == null ? 0 : earlier.split().returns() + (changes ? 1 : 0);
        FileSplit split = FileSplit.of(key, entry.path(), state, returns);
        if (!watched && returns >= MOST_RETURNS) {
            give(split.asLast(), volume);
        } else if (Settling.isSettled(state, earlier, time)) {
            give(split, volume);
        } else {
            boolean rests = earlier != null && !changes && earlier.since() <= time.ended();
            unsettled.put(key, rests ? earlier : new UnsettledFile(split, volume, time.ended()));
        }
    }

    private FileSplit split(UnsettledFile file, FileState state) {
        FileState now = new FileState(state.type(), state.size(), state.modified(), observed);
        return FileSplit.of(
                file.split().key(), file.split().path(), now, file.split().returns());
    }

    private void give(FileSplit split, long volume) {
        unsettled.remove(split.key());
        known.put(split.key(), new KnownFile(split.state(), volume));
        pending.put(split.key(), split);
    }

    private void depart(String key) {
        KnownFile file = known.remove(key);
        if (file == null) {
            return;
        }
        if (file.state().type() == FileEntry.Type.UNLISTABLE) {
            pending.remove(key);
            return;
        }
        departed++;
        if (JsonLines.isNameOf(key)) {
            // Which documents its lines held isn't known.
            pending.remove(key);
            return;
        }
        pending.put(
                key, FileSplit.of(key, RelativePath.in(root, key), file.state().gone(observed), 0));
    }
}

package io.millrace.connector.files;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which known files a scan shows to be gone. What wasn't found where nothing could be seen isn't gone; nor is what lay
 * on another volume than the one that was looked at, since that volume may just not be mounted.
 */
final class Departures {
    private final Map<String, KnownFile> known;
    private final FoundFiles found;
    private final Map<Long, Set<Long>> renumbered = new HashMap<>();

    private Departures(Map<String, KnownFile> known, FoundFiles found) {
        this.known = known;
        this.found = found;
    }

    /** The paths below the root. To be asked before the known files are brought up to date with what was found. */
    static List<String> of(Map<String, KnownFile> known, FoundFiles found) {
        Departures departures = new Departures(known, found);
        List<String> missing = new ArrayList<>();
        known.forEach((key, file) -> {
            FileEntry entry = found.files().get(key);
            if (entry == null) {
                missing.add(key);
            } else if (file.state().isLike(entry)) {
                departures.learnVolume(file.volume(), found.volumeAbove(key));
            }
        });
        missing.removeIf(key -> found.hides(key) || !departures.isSameVolume(key));
        return missing;
    }

    /** A volume may have another number after a restart or when mounted again; unchanged files of it tell. */
    private void learnVolume(long before, long now) {
        if (before != now) {
            renumbered.computeIfAbsent(before, number -> new HashSet<>()).add(now);
        }
    }

    private boolean isSameVolume(String key) {
        KnownFile file = known.get(key);
        if (file == null) {
            return false;
        }
        long now = found.volumeAbove(key);
        return file.volume() == now
                || renumbered.getOrDefault(file.volume(), Set.of()).contains(now);
    }
}

package io.millrace.connector.files;

import java.util.Map;
import java.util.Set;

/**
 * What a scan found, and where it couldn't look. Directories are relative to the root, which is {@link #ROOT}.
 *
 * @param files by their path below the root: files to read, and directories that couldn't be listed
 * @param skipped files that aren't included
 * @param unseen directories whose content isn't known: they couldn't be listed, or showed what an unmounted volume shows
 * @param volumes of the directories that were listed ({@link Listing#volume})
 */
record FoundFiles(Map<String, FileEntry> files, long skipped, Set<String> unseen, Map<String, Long> volumes) {
    static final String ROOT = "";

    /** Whether the path may be there although it wasn't found. */
    boolean hides(String key) {
        if (unseen.isEmpty()) {
            return false;
        }
        for (String above = key; !above.isEmpty(); ) {
            above = RelativePath.parent(above);
            if (unseen.contains(above)) {
                return true;
            }
        }
        return false;
    }

    /** The volume of the nearest directory above that was listed. */
    long volumeAbove(String key) {
        for (String above = key; !above.isEmpty(); ) {
            above = RelativePath.parent(above);
            Long volume = volumes.get(above);
            if (volume != null) {
                return volume;
            }
        }
        return 0;
    }
}

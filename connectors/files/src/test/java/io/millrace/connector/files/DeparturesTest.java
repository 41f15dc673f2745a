package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.core.fs.Path;
import org.junit.jupiter.api.Test;

class DeparturesTest {
    private static final long DISK = 1;
    private static final long MOUNTED = 2;

    private final Map<String, KnownFile> known = new HashMap<>();
    private final Map<String, FileEntry> files = new HashMap<>();
    private final Map<String, Long> volumes = new HashMap<>(Map.of("", DISK));

    @Test
    void missesAFileWhoseDirectoryWasListedWithoutIt() {
        known("a.md", DISK);
        known("deep/b.md", DISK);
        volumes.put("deep", DISK);

        assertThat(departures(Set.of())).containsExactlyInAnyOrder("a.md", "deep/b.md");
    }

    @Test
    void missesTheFilesOfADirectoryThatIsGone() {
        known("deep/er/b.md", DISK);

        assertThat(departures(Set.of())).containsExactly("deep/er/b.md");
    }

    @Test
    void missesNothingBelowADirectoryThatCouldNotBeListed() {
        known("deep/er/b.md", DISK);
        known("deeper/c.md", DISK);

        assertThat(departures(Set.of("deep"))).containsExactly("deeper/c.md");
    }

    @Test
    void missesNothingWhereTheRootShowsNothing() {
        known("a.md", DISK);

        assertThat(departures(Set.of(FoundFiles.ROOT))).isEmpty();
    }

    @Test
    void missesNothingOfAVolumeThatIsNotMountedAnyMore() {
        known("mounted/a.md", MOUNTED);
        known("mounted/deep/b.md", MOUNTED);
        known("disk/c.md", DISK);
        volumes.put("mounted", DISK);

        assertThat(departures(Set.of())).containsExactly("disk/c.md");
    }

    @Test
    void missesNothingOfAVolumeWhoseMountPointIsGone() {
        known("mounted/a.md", MOUNTED);

        assertThat(departures(Set.of())).isEmpty();
    }

    @Test
    void knowsAVolumeUnderAnotherNumberByItsUnchangedFiles() {
        known("a.md", MOUNTED);
        known("b.md", MOUNTED);
        found("b.md");

        assertThat(departures(Set.of())).containsExactly("a.md");
    }

    @Test
    void missesNothingThatWasFound() {
        known("a.md", DISK);
        found("a.md");

        assertThat(departures(Set.of())).isEmpty();
    }

    private void known(String key, long volume) {
        known.put(key, new KnownFile(new FileState(FileEntry.Type.FILE, 4, 5000, 7000), volume));
    }

    private void found(String key) {
        files.put(key, new FileEntry(new Path("file:/root/" + key), FileEntry.Type.FILE, 4, 5000));
    }

    private List<String> departures(Set<String> unseen) {
        return Departures.of(known, new FoundFiles(files, 0, unseen, volumes));
    }
}

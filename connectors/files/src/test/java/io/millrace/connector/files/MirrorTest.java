package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MirrorTest {
    private static final FileSettings BOUNDED = FileSettings.of("/root");
    private static final FileSettings WATCHED =
            new FileSettings("/root", Duration.ofSeconds(30), List.of(), FileSettings.DEFAULT_MAX_BYTES);
    private static final long OLD = 700_000;

    private final Map<String, FileEntry> files = new HashMap<>();
    private final Set<String> unseen = new HashSet<>();
    private long now = 1_000_000;
    private Mirror mirror = new Mirror(WATCHED);

    @Test
    void givesNewAndChangedFilesOnce() {
        file("a.md", 4, OLD);
        scan();
        assertThat(given()).extracting(FileSplit::key).containsExactly("a.md");
        scan();
        assertThat(given()).isEmpty();
        file("a.md", 5, OLD);
        file("b.md", 4, OLD);
        scan();

        assertThat(given())
                .extracting(FileSplit::key, split -> split.state().size())
                .containsExactlyInAnyOrder(tuple("a.md", 5L), tuple("b.md", 4L));
    }

    @Test
    void givesAFileWhoseTimeWentBack() {
        file("a.md", 4, OLD);
        scan();
        FileSplit first = given().get(0);
        file("a.md", 4, OLD - 500_000);
        scan();
        FileSplit second = given().get(0);

        assertThat(second.state().modified()).isLessThan(first.state().modified());
        assertThat(first.isOlderThan(second)).isTrue();
    }

    @Test
    void countsScansLaterThoughTheClockStandsStillOrGoesBack() {
        file("a.md", 1, OLD);
        scan();
        file("a.md", 2, OLD);
        scan();
        now -= 100_000;
        file("a.md", 3, OLD - 200_000);
        scan();
        mirror = new Mirror(WATCHED, mirror.state());
        now -= 100_000;
        files.clear();
        file("b.md", 3, OLD);
        scan();

        assertThat(mirror.state().observed()).isEqualTo(1_000_003);
        assertThat(given())
                .extracting(FileSplit::key, split -> split.state().observed())
                .containsExactlyInAnyOrder(tuple("a.md", 1_000_003L), tuple("b.md", 1_000_003L));
    }

    @Test
    void givesADeletionOfAFileThatIsGone() {
        file("a.md", 4, OLD);
        scan();
        given();
        files.clear();
        now += 30_000;
        scan();

        assertThat(given()).singleElement().satisfies(split -> {
            assertThat(split.key()).isEqualTo("a.md");
            assertThat(split.path()).isEqualTo(new Path("file:/root/a.md"));
            assertThat(split.state()).isEqualTo(new FileState(FileEntry.Type.GONE, 0, now, now));
        });
        assertThat(mirror.departed()).isEqualTo(1);
        assertThat(mirror.state().known()).isEmpty();
    }

    @Test
    void givesARenamedFileUnderItsNewNameAndADeletionOfTheOld() {
        file("a.md", 4, OLD);
        scan();
        given();
        files.clear();
        file("b.md", 4, OLD);
        scan();

        assertThat(given())
                .extracting(FileSplit::key, split -> split.state().type())
                .containsExactlyInAnyOrder(tuple("a.md", FileEntry.Type.GONE), tuple("b.md", FileEntry.Type.FILE));
    }

    @Test
    void givesNoDeletionOfJsonLines() {
        file("a.jsonl", 4, OLD);
        scan();
        files.clear();
        scan();

        assertThat(given()).isEmpty();
        assertThat(mirror.state().known()).isEmpty();
    }

    @Test
    void givesNoDeletionWhereNothingCouldBeSeen() {
        file("denied/a.md", 4, OLD);
        scan();
        given();
        files.clear();
        unlistable("denied");
        scan();

        assertThat(given())
                .extracting(FileSplit::key, split -> split.state().type())
                .containsExactly(tuple("denied", FileEntry.Type.UNLISTABLE));
        assertThat(mirror.state().known()).containsKeys("denied", "denied/a.md");
    }

    @Test
    void reportsADirectoryThatCannotBeListedOnceUntilItCanBe() {
        unlistable("denied");
        scan();
        assertThat(given()).hasSize(1);
        scan();
        assertThat(given()).isEmpty();
        files.clear();
        unseen.clear();
        scan();
        assertThat(given()).isEmpty();
        unlistable("denied");
        scan();

        assertThat(given()).hasSize(1);
    }

    @Test
    void putsANewerStateInTheWaitingOnesPlace() {
        file("a.md", 4, OLD);
        scan();
        file("a.md", 5, OLD);
        scan();
        assertThat(mirror.pendingSplits()).isEqualTo(1);
        files.clear();
        scan();

        assertThat(given()).extracting(split -> split.state().type()).containsExactly(FileEntry.Type.GONE);
    }

    @Test
    void leavesAYoungFileAloneUntilASecondLookShowsItUnchanged() {
        file("a.md", 4, now);
        scan();
        assertThat(given()).isEmpty();
        now += 1999;
        lookAgain("a.md");
        assertThat(given()).isEmpty();
        now += 1;
        lookAgain("a.md");

        assertThat(given()).extracting(split -> split.state().observed()).containsExactly(now);
        assertThat(mirror.unsettled()).isEmpty();
    }

    @Test
    void startsTheRestAnewWheneverAYoungFileChanges() {
        file("a.md", 4, now);
        scan();
        now += 2000;
        file("a.md", 5, now);
        lookAgain("a.md");
        assertThat(given()).isEmpty();
        now += 1000;
        scan();
        assertThat(given()).isEmpty();
        now += 1000;
        scan();

        assertThat(given()).hasSize(1);
    }

    @Test
    void doesNotTakeATimeInTheFutureOrAnUnknownOneForOld() {
        file("future.md", 4, now + 100_000);
        file("unknown.md", 4, 0);
        scan();
        assertThat(given()).isEmpty();
        now += 2000;
        scan();

        assertThat(given()).hasSize(2);
    }

    @Test
    void forgetsAFileThatWasNeverGivenWithoutADeletion() {
        file("download.part.md", 4, now);
        scan();
        files.clear();
        scan();

        assertThat(given()).isEmpty();
        assertThat(mirror.unsettled()).isEmpty();
    }

    @Test
    void waitsForTheNextScanWhenAWatchedFileCannotBeLookedAtAgain() {
        file("a.md", 4, now);
        scan();
        now += 2000;
        files.clear();
        lookAgain("a.md");
        assertThat(given()).isEmpty();
        scan();

        assertThat(given()).isEmpty();
        assertThat(mirror.unsettled()).isEmpty();
    }

    @Test
    void givesAReturnedFileAgainThoughItLooksAsItDid() {
        file("a.md", 4, OLD);
        scan();
        FileSplit split = given().get(0);
        mirror.returned(split, now);
        mirror = new Mirror(WATCHED, mirror.state());
        now += 2000;
        lookAgain("a.md");

        assertThat(given()).singleElement().satisfies(again -> {
            assertThat(again.state().observed()).isEqualTo(now);
            assertThat(split.isOlderThan(again)).isTrue();
        });
    }

    @Test
    void givesADeletionOfAReturnedFileThatIsGone() {
        file("a.md", 4, OLD);
        scan();
        mirror.returned(given().get(0), now);
        files.clear();
        scan();

        assertThat(given()).extracting(split -> split.state().type()).containsExactly(FileEntry.Type.GONE);
        assertThat(mirror.unsettled()).isEmpty();
    }

    @Test
    void doesNotMindAReturnedStateThatIsNoLongerTheLast() {
        file("a.md", 4, OLD);
        scan();
        FileSplit first = given().get(0);
        file("a.md", 5, OLD);
        scan();
        given();
        mirror.returned(first, now);
        scan();

        assertThat(given()).isEmpty();
        assertThat(mirror.unsettled()).isEmpty();
    }

    @Test
    void takesBackSplitsOfAFailedReaderButForOlderStates() {
        file("a.md", 4, OLD);
        file("b.md", 4, OLD);
        scan();
        List<FileSplit> assigned = given();
        file("b.md", 5, OLD);
        scan();
        mirror.addBack(assigned);

        assertThat(given())
                .extracting(FileSplit::key, split -> split.state().size())
                .containsExactlyInAnyOrder(tuple("a.md", 4L), tuple("b.md", 5L));
    }

    @Test
    void isExhaustedOnceABoundedRunHasGivenAll() {
        mirror = new Mirror(BOUNDED);
        assertThat(mirror.isExhausted()).isFalse();
        file("a.md", 4, OLD);
        file("young.md", 4, now);
        scan();
        assertThat(given()).extracting(FileSplit::key).containsExactly("a.md");
        assertThat(mirror.isExhausted()).isFalse();
        now += 2000;
        lookAgain("young.md");
        assertThat(given()).extracting(FileSplit::key).containsExactly("young.md");

        assertThat(mirror.isExhausted()).isTrue();
        assertThat(new Mirror(BOUNDED, mirror.state()).isExhausted()).isTrue();
    }

    @Test
    void looksOnceMoreWhenABoundedRunStartsFromAWatchedOne() {
        file("a.md", 4, OLD);
        file("b.md", 4, OLD);
        scan();
        given();
        mirror = new Mirror(BOUNDED, mirror.state());
        assertThat(mirror.isComplete()).isFalse();
        files.remove("a.md");
        scan();

        assertThat(given())
                .extracting(FileSplit::key, split -> split.state().type())
                .containsExactly(tuple("a.md", FileEntry.Type.GONE));
        assertThat(mirror.isExhausted()).isTrue();
    }

    @Test
    void takesAFileThatNeverRestsAsItIsInABoundedRun() {
        mirror = new Mirror(BOUNDED);
        file("log.md", 0, now);
        scan();
        for (int i = 1; i <= Mirror.MOST_RETURNS; i++) {
            assertThat(given()).isEmpty();
            now += 2000;
            file("log.md", i, now);
            lookAgain("log.md");
        }

        assertThat(given()).extracting(FileSplit::last).containsExactly(true);
        assertThat(mirror.isExhausted()).isTrue();
    }

    @Test
    void givesAFileThatWentInABoundedRunToBeReported() {
        mirror = new Mirror(BOUNDED);
        file("a.md", 4, OLD);
        scan();
        mirror.returned(given().get(0), now);
        files.clear();
        now += 2000;
        lookAgain("a.md");

        assertThat(given()).extracting(FileSplit::last).containsExactly(true);
        assertThat(mirror.isExhausted()).isTrue();
    }

    @Test
    void keepsNoMoreThanTheFilesThatThereAre() {
        for (int i = 0; i < 1000; i++) {
            files.clear();
            file("only-" + i + ".md", 4, OLD);
            scan();
            given();
        }

        assertThat(mirror.state().known()).hasSize(1);
        assertThat(mirror.state().pending()).isEmpty();
        assertThat(mirror.state().unsettled()).isEmpty();
    }

    private void file(String key, long size, long modified) {
        files.put(key, new FileEntry(path(key), FileEntry.Type.FILE, size, modified));
    }

    private void unlistable(String key) {
        files.put(key, new FileEntry(path(key), FileEntry.Type.UNLISTABLE, 0, OLD));
        unseen.add(key);
    }

    private static Path path(String key) {
        return new Path("file:/root/" + key);
    }

    private void scan() {
        mirror.scanned(new FoundFiles(files, 0, unseen, Map.of("", 1L)), new LookTime(now, now));
    }

    private void lookAgain(String key) {
        @Nullable FileEntry entry = files.get(key);
        mirror.lookedAgain(List.of(new Look(key, entry)), new LookTime(now, now));
    }

    private List<FileSplit> given() {
        List<FileSplit> splits = new ArrayList<>();
        for (FileSplit split = mirror.next(); split != null; split = mirror.next()) {
            splits.add(split);
        }
        return splits;
    }
}

package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.apache.flink.core.fs.Path;
import org.junit.jupiter.api.Test;

class MirrorTest extends MirrorFixture {
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
}

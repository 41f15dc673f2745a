package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

class MirrorSettlingTest extends MirrorFixture {
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
}

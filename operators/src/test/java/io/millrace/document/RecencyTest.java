package io.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecencyTest {
    @Test
    void goesByTheVersionsWhereBothAreStatedWhateverTheTimes() {
        assertOlder(at(1L, 900, 9), at(2L, 100, 1));
    }

    @Test
    void goesByTheTimesWhereAVersionIsMissing() {
        assertOlder(at(9L, 100, 9), at(null, 200, 1));
        assertOlder(at(null, 100, 9), at(1L, 200, 1));
        assertOlder(at(null, 100, 9), at(null, 200, 1));
    }

    @Test
    void goesByTheTimesWhereTheVersionsAreEqual() {
        assertOlder(at(5L, 100, 9), at(5L, 200, 1));
    }

    @Test
    void goesByThePlaceInTheSourceAtTheSameTime() {
        assertOlder(at(null, 100, 1), at(null, 100, 2));
    }

    @Test
    void goesByWhenAFileWasListedBeforeItsModificationTime() {
        Recency before = file("file:/b", 0, 900, 1);
        Recency renamedWithItsOldTime = file("file:/a", 0, 100, 2);

        assertOlder(before, renamedWithItsOldTime);
    }

    @Test
    void goesByTheModificationTimeThenThePathThenTheRecordWithinOneListing() {
        assertOlder(file("file:/b", 7, 100, 1), file("file:/a", 0, 200, 1));
        assertOlder(file("file:/a", 7, 100, 1), file("file:/b", 0, 100, 1));
        assertOlder(file("file:/a", 0, 100, 1), file("file:/a", 1, 100, 1));
    }

    @Test
    void takesOneStateThatComesTwiceForEqual() {
        Recency state = at(3L, 100, 1);

        assertThat(state.isOlderThan(at(3L, 100, 1))).isFalse();
        assertThat(state).isEqualTo(at(3L, 100, 1));
    }

    private static void assertOlder(Recency older, Recency newer) {
        assertThat(older.isOlderThan(newer)).isTrue();
        assertThat(newer.isOlderThan(older)).isFalse();
    }

    private static Recency at(@Nullable Long version, long timestamp, long offset) {
        Origin origin = Origin.ofTopic("documents", 0, offset, timestamp);
        return Recency.of(Documents.incoming(origin, "d", null, "text", version));
    }

    private static Recency file(String path, long record, long modified, long listed) {
        return Recency.of(Documents.incoming(Origin.ofFile(path, record, modified, listed), "d", null, "text", null));
    }
}

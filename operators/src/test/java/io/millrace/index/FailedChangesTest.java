package io.millrace.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Origin;
import io.millrace.failure.Reason;
import io.millrace.index.FailedChanges.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailedChangesTest {
    private static final Reason POISON = new Reason("poison", "refused");
    private static final Reason BAD = new Reason("bad-point", "a point is bad");

    private final FailedChanges failed = new FailedChanges();

    @Test
    void saysOfTheFirstChunkThatTheModelRefusedWhereItStands() {
        failed.embedding(put(1, "d", "first"), POISON);
        failed.embedding(put(1, "d", "the second"), new Reason("other", "refused too"));

        assertThat(failed.isRefused(put(1, "d", "third"))).isFalse();
        assertThat(failed.remove(complete(1, "d")))
                .isEqualTo(new Failure(false, new Reason("poison", "chunk 1 of 1 (offsets 0 to 5): refused")));
    }

    @Test
    void letsAFailureGoWithTheEndOfItsChange() {
        failed.storing(put(1, "d", "x"), BAD);
        assertThat(failed.isRefused(put(1, "d", "y"))).isTrue();

        assertThat(failed.remove(complete(1, "d"))).isEqualTo(new Failure(true, BAD));
        assertThat(failed.remove(complete(1, "d"))).isNull();
        assertThat(failed.isRefused(put(1, "d", "y"))).isFalse();
    }

    @Test
    void putsTheStoresRefusalBeforeTheModels() {
        failed.embedding(put(1, "d", "x"), POISON);
        failed.storing(put(1, "d", "y"), BAD);
        failed.embedding(put(1, "d", "z"), POISON);

        assertThat(failed.remove(complete(1, "d"))).isEqualTo(new Failure(true, BAD));
    }

    @Test
    void tellsChangesApartByRecordDocumentAndOwner() {
        failed.storing(put(1, "d", "x"), BAD);

        assertThat(failed.isRefused(put(2, "d", "x"))).isFalse();
        assertThat(failed.isRefused(put(1, "e", "x"))).isFalse();
        assertThat(failed.isRefused(IndexOperation.complete(origin(1), "d", "acme", "r1")))
                .isFalse();
    }

    @Test
    void halvesARequestBetweenTwoChangesAsNearToTheMiddleAsItCan() {
        assertThat(FailedChanges.middle(
                        List.of(put(1, "a", "x"), complete(1, "a"), put(2, "b", "x"), complete(2, "b"))))
                .isEqualTo(2);
        assertThat(FailedChanges.middle(List.of(
                        put(1, "a", "1"),
                        put(2, "b", "1"),
                        put(2, "b", "2"),
                        put(2, "b", "3"),
                        complete(2, "b"),
                        put(3, "c", "1"),
                        put(3, "c", "2"))))
                .as("1 is as near as 5")
                .isEqualTo(1);
        assertThat(FailedChanges.middle(List.of(put(1, "a", "x"), complete(1, "a"), put(2, "b", "x"))))
                .isEqualTo(2);
        assertThat(FailedChanges.middle(List.of(put(1, "a", "x"), put(2, "b", "x"))))
                .isEqualTo(1);
    }

    @Test
    void halvesNoRequestOfOneChange() {
        assertThat(FailedChanges.middle(List.of(put(1, "a", "x"), put(1, "a", "y"), complete(1, "a"))))
                .isZero();
        assertThat(FailedChanges.middle(List.of(complete(1, "a")))).isZero();
    }

    @Test
    void holdsTogetherAsManyStepsAsHaveNoTwoChangesOfOneDocument() {
        List<IndexOperation> steps = List.of(
                put(1, "a", "x"),
                complete(1, "a"),
                put(2, "b", "x"),
                complete(2, "b"),
                put(3, "a", "y"),
                complete(3, "a"));

        assertThat(FailedChanges.together(steps)).isEqualTo(4);
        assertThat(FailedChanges.together(steps.subList(2, 6))).isEqualTo(4);
    }

    @Test
    void holdsNoDeleteTogetherWithAnotherOwnersChangeOfTheSameId() {
        assertThat(FailedChanges.together(List.of(
                        IndexOperation.complete(origin(1), "a", "acme", "r1"),
                        IndexOperation.delete(origin(2), "a", null))))
                .isEqualTo(1);
    }

    private static IndexOperation put(long offset, String documentId, String text) {
        return IndexOperation.put(origin(offset), Chunks.chunk(documentId, text));
    }

    private static IndexOperation complete(long offset, String documentId) {
        return IndexOperation.complete(origin(offset), documentId, null, "r1");
    }

    private static Origin origin(long offset) {
        return Origin.ofTopic("documents", 0, offset, 100);
    }
}

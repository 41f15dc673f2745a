package io.millrace.index;

import static io.millrace.index.Chunks.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.Chunk;
import io.millrace.failure.Reason;
import org.junit.jupiter.api.Test;

class UnwrittenChunksTest {
    private static final Reason POISON = new Reason("poison", "refused");
    private static final Chunk CHUNK = Chunks.chunk("d", "x");
    private static final IndexOperation PUT = Chunks.put(CHUNK, 1);
    private static final IndexOperation KEEP = IndexOperation.keep(ORIGIN, CHUNK);
    private static final IndexOperation COMPLETE = IndexOperation.complete(ORIGIN, "d", null, "r1");

    private final UnwrittenChunks unwritten = new UnwrittenChunks();

    @Test
    void leaveEveryStepAsItIsWhereNothingFailed() {
        assertThat(unwritten.mended(KEEP)).isSameAs(KEEP);
        assertThat(unwritten.rejection(KEEP)).isNull();
    }

    @Test
    void areWrittenWithTheVectorThatTheyHaveAlready() {
        unwritten.unstored(PUT);

        assertThat(unwritten.mended(KEEP)).isEqualTo(PUT);
        assertThat(unwritten.mended(IndexOperation.move(ORIGIN, CHUNK))).isEqualTo(PUT);
    }

    @Test
    void haveTheirPlaceWrittenWhereAMoveOfThemWasRefused() {
        unwritten.unstored(IndexOperation.move(ORIGIN, CHUNK));

        assertThat(unwritten.mended(KEEP)).isEqualTo(IndexOperation.move(ORIGIN, CHUNK));
    }

    @Test
    void areRefusedAgainUntilTheModelTakesTheirText() {
        unwritten.unembedded(PUT, POISON);
        assertThat(unwritten.rejection(KEEP)).isEqualTo(POISON);

        assertThat(unwritten.rejection(PUT)).as("it has its vector now").isNull();
        assertThat(unwritten.rejection(KEEP)).isNull();
    }

    @Test
    void areOfOneDocumentAlone() {
        unwritten.unstored(PUT);
        unwritten.unembedded(PUT, POISON);
        IndexOperation other = IndexOperation.keep(ORIGIN, Chunks.chunk("e", "x"));

        assertThat(unwritten.mended(other)).isSameAs(other);
        assertThat(unwritten.rejection(other)).isNull();
    }

    @Test
    void areForgottenOnceALaterChangeIsWritten() {
        unwritten.unstored(PUT);

        unwritten.written(COMPLETE);

        assertThat(unwritten.mended(KEEP)).isSameAs(KEEP);
    }

    @Test
    void areForgottenOnceEveryPlanIsMadeFromTheIndex() {
        unwritten.unstored(PUT);
        unwritten.checkpointIsComplete();
        unwritten.checkpointIsComplete();
        assertThat(unwritten.mended(KEEP)).isEqualTo(PUT);

        unwritten.checkpointIsComplete();

        assertThat(unwritten.mended(KEEP)).isSameAs(KEEP);
    }
}

package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Stage;
import io.millrace.document.Bytes;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.failure.Reason;
import io.millrace.index.Chunks;
import io.millrace.index.IndexOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettleFunctionTest {
    private Stage<EmbedOutcome, IndexOperation> stage;

    @BeforeEach
    void open() throws Exception {
        stage = Stage.of(new SettleFunction());
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void passesOnWhatWasEmbeddedAndCountsIt() throws Exception {
        IndexOperation put = Chunks.put(Chunks.chunk("d", "words"), 1, 2);
        IndexOperation complete = IndexOperation.complete(Chunks.ORIGIN, "d", null, "r1");

        stage.take(new EmbedOutcome(put, null, 7));
        stage.take(new EmbedOutcome(complete, null, 0));

        assertThat(stage.out()).containsExactly(put, complete);
        assertThat(stage.count("embedded")).isEqualTo(1L);
        assertThat(stage.count("tokens")).isEqualTo(7L);
        assertThat(stage.side(DeadLetters.TAG)).isEmpty();
    }

    @Test
    void putsAsideWhatWasRejected() throws Exception {
        DeadLetter letter = DeadLetter.of("embed", new Reason("c", "m"), Chunks.ORIGIN, "d", Bytes.utf8("words"));

        stage.take(new EmbedOutcome(null, letter, 0));

        assertThat(stage.out()).isEmpty();
        assertThat(stage.side(DeadLetters.TAG)).containsExactly(letter);
        assertThat(stage.count("unembedded")).isEqualTo(1L);
    }
}

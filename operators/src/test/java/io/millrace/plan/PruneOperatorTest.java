package io.millrace.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.Stage;
import io.millrace.chunk.Chunk;
import io.millrace.document.Metadata;
import io.millrace.embed.EmbedOutcome;
import io.millrace.failure.FatalException;
import io.millrace.failure.TransientException;
import io.millrace.index.Chunks;
import io.millrace.index.GatedVectorStore;
import io.millrace.index.InMemoryVectorStore;
import io.millrace.index.IndexOperation;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PruneOperatorTest {
    private final InMemoryVectorStore store = new GatedVectorStore().held();
    private Stage<SeenDocument, EmbedOutcome> stage;

    @BeforeEach
    void open() throws Exception {
        stage = stage(null);
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void deletesWhatItsSourceNoLongerHasAndNothingOfAnother() throws Exception {
        hold("topic:documents", "stays", "acme", "x");
        hold("topic:documents", "gone", "acme", "x", "y", "z");
        hold("topic:others", "another's", "acme", "x");
        stage.take(new SeenDocument("stays", "acme"));

        stage.finish();

        assertThat(steps())
                .extracting(IndexOperation::type, IndexOperation::documentId, IndexOperation::tenant)
                .containsExactly(tuple(IndexOperation.Type.DELETE, "gone", "acme"));
        assertThat(stage.count("gone")).isEqualTo(1L);
        assertThat(store.isClosed()).isTrue();
    }

    @Test
    void deletesNobodysDocumentAndLeavesATenantsOfTheSameId() throws Exception {
        hold("topic:documents", "d", null, "x");
        hold("topic:documents", "d", "acme", "x");
        stage.take(new SeenDocument("d", "acme"));
        stage.finish();

        apply();

        assertThat(store.chunks()).extracting(Chunk::tenant).containsExactly("acme");
        assertThat(steps()).singleElement().returns(true, IndexOperation::deletes);
    }

    @Test
    void deletesATenantsDocumentAndLeavesNobodysOfTheSameId() throws Exception {
        hold("topic:documents", "d", null, "x");
        hold("topic:documents", "d", "acme", "x");
        stage.take(new SeenDocument("d", null));
        stage.finish();

        apply();

        assertThat(store.chunks()).hasSize(1).extracting(Chunk::tenant).containsOnlyNulls();
    }

    @Test
    void deletesNothingOfADocumentWhoseRecordCouldNotBeReadWhoseverItIs() throws Exception {
        hold("topic:documents", "unread", "acme", "x");
        hold("topic:documents", "unread", null, "x");
        hold("topic:documents", "gone", "acme", "x");
        stage.take(SeenDocument.unread("unread"));

        stage.finish();

        assertThat(steps()).extracting(IndexOperation::documentId).containsExactly("gone");
        assertThat(stage.count("unknown")).isEqualTo(0L);
    }

    @Test
    void deletesNothingWhereARecordsDocumentIsNotKnown() throws Exception {
        hold("topic:documents", "d", null, "x");
        stage.take(SeenDocument.unread(null));

        stage.finish();

        assertThat(steps()).isEmpty();
        assertThat(stage.count("unknown")).isEqualTo(1L);
    }

    @Test
    void remembersWhatItHasSeenOverARestart() throws Exception {
        hold("topic:documents", "seen", null, "x");
        hold("topic:documents", "unread", "acme", "x");
        hold("topic:documents", "later", "acme", "x");
        hold("topic:documents", "gone", null, "x");
        stage.take(new SeenDocument("seen", null));
        stage.take(SeenDocument.unread("unread"));
        restart();
        stage.take(new SeenDocument("later", "acme"));

        stage.finish();

        assertThat(steps()).extracting(IndexOperation::documentId).containsExactly("gone");
    }

    @Test
    void remembersOverARestartThatARecordsDocumentIsNotKnown() throws Exception {
        hold("topic:documents", "d", null, "x");
        stage.take(SeenDocument.unread(null));
        restart();

        stage.finish();

        assertThat(steps()).isEmpty();
        assertThat(stage.count("unknown")).isEqualTo(1L);
    }

    @Test
    void asksAgainAfterAFailureInPassing() throws Exception {
        hold("topic:documents", "gone", null, "x");
        store.failNext(new TransientException("busy", "try later", Duration.ofMillis(1), null));

        stage.finish();

        assertThat(steps()).hasSize(1);
    }

    @Test
    void stopsTheJobOnAFatalFailure() {
        store.failNext(new FatalException("wrong-key", "qdrant.api-key isn't right"));

        assertThatThrownBy(stage::finish)
                .isInstanceOf(SuppressRestartsException.class)
                .hasRootCauseMessage("qdrant.api-key isn't right");
    }

    private void hold(String source, String documentId, @Nullable String tenant, String... texts) {
        for (String text : texts) {
            Chunk chunk = Chunks.of(source, Chunks.chunk(documentId, tenant, "r1", text, Metadata.EMPTY));
            store.apply(List.of(Chunks.put(chunk, 1))).join();
        }
    }

    /** Does to what the index held what came out. */
    private void apply() {
        InMemoryVectorStore again = store.reopened();
        again.apply(steps()).join();
    }

    private List<IndexOperation> steps() {
        return stage.out().stream().map(EmbedOutcome::operation).toList();
    }

    private void restart() throws Exception {
        OperatorSubtaskState checkpoint = stage.checkpoint(1);
        stage.close();
        stage = stage(checkpoint);
    }

    private Stage<SeenDocument, EmbedOutcome> stage(@Nullable OperatorSubtaskState checkpoint) throws Exception {
        return Stage.of(new PruneOperator("topic:documents", () -> store), SeenDocument.class, checkpoint);
    }
}

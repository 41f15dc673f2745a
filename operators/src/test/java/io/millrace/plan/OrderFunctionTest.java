package io.millrace.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Stage;
import io.millrace.document.Documents;
import io.millrace.document.IncomingDocument;
import io.millrace.document.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderFunctionTest {
    private static final Duration MEMORY = Duration.ofHours(1);

    private final List<IncomingDocument> passed = new ArrayList<>();
    private Stage<IncomingDocument, IncomingDocument> stage;

    @BeforeEach
    void open() throws Exception {
        stage = stage(null);
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void passesStatesThatComeInOrder() throws Exception {
        assertPasses(document(null, 100, null));
        assertPasses(document(null, 200, null));
        assertThat(stage.count("superseded")).isEqualTo(0L);
    }

    @Test
    void dropsAStateThatComesAfterANewerOne() throws Exception {
        assertPasses(document(null, 200, null));
        assertDrops(document(null, 100, null));
        assertPasses(document(null, 300, null));
        assertThat(stage.count("superseded")).isEqualTo(1L);
    }

    @Test
    void passesAStateThatComesTwice() throws Exception {
        assertPasses(document(null, 100, null));
        assertPasses(document(null, 100, null));
    }

    @Test
    void goesByStatedVersionsBeforeTimes() throws Exception {
        assertPasses(document(null, 100, 2L));
        assertDrops(document(null, 200, 1L));
        assertPasses(document(null, 50, 3L));
    }

    @Test
    void dropsAStateThatComesAfterItsDelete() throws Exception {
        assertPasses(delete("acme", 200));
        assertDrops(document("acme", 100, null));
        assertPasses(document("acme", 300, null));
    }

    @Test
    void dropsADeleteThatComesAfterANewerState() throws Exception {
        assertPasses(document("acme", 200, null));
        assertDrops(delete("acme", 100));
    }

    @Test
    void ordersTheDocumentsOfTwoOwnersApart() throws Exception {
        assertPasses(document("acme", 200, null));
        assertPasses(document("bolt", 100, null));
        assertPasses(document(null, 100, null));
        assertPasses(document("", 100, null));
        assertPasses(document("*", 100, null));
        assertPasses(delete("bolt", 150));
        assertDrops(document("acme", 150, null));
    }

    @Test
    void ordersDocumentsApart() throws Exception {
        assertPasses(document(null, 200, null));
        assertPasses(Documents.incoming("another", "text", 1, 100));
    }

    @Test
    void takesADeleteWithoutATenantForEverybodys() throws Exception {
        assertPasses(document("acme", 100, null));
        assertPasses(document(null, 100, null));
        assertPasses(delete(null, 200));
        assertDrops(document("acme", 150, null));
        assertDrops(document(null, 150, null));
        assertDrops(document("bolt", 150, null));
        assertPasses(document("acme", 300, null));
        assertDrops(document("bolt", 150, null));
    }

    @Test
    void dropsADeleteOfEverybodysThatComesAfterANewerStateOfAnybodys() throws Exception {
        assertPasses(document("acme", 200, null));
        assertDrops(delete(null, 100));
        assertDrops(document("acme", 150, null));
        assertPasses(delete(null, 300));
    }

    @Test
    void forgetsADocumentSoLongAfterItsLastState() throws Exception {
        stage.setTime(0);
        assertPasses(document(null, 200, null));

        stage.setTime(MEMORY.toMillis() - 1);
        assertDrops(document(null, 100, null));
        stage.setTime(MEMORY.toMillis());

        assertPasses(document(null, 100, null));
    }

    @Test
    void remembersDocumentsAndCountsOverARestart() throws Exception {
        assertPasses(document("acme", 200, 7L));
        assertDrops(document("acme", 100, 6L));
        OperatorSubtaskState checkpoint = stage.checkpoint(1);
        stage.close();

        stage = stage(checkpoint);
        passed.clear();

        assertPasses(document("acme", 200, 7L));
        assertDrops(document("acme", 300, 6L));
        assertThat(stage.count("superseded")).isEqualTo(2L);
    }

    private void assertPasses(IncomingDocument document) throws Exception {
        stage.take(document);
        passed.add(document);
        assertThat(stage.out()).isEqualTo(passed);
    }

    private void assertDrops(IncomingDocument document) throws Exception {
        stage.take(document);
        assertThat(stage.out()).isEqualTo(passed);
    }

    private static IncomingDocument document(@Nullable String tenant, long timestamp, @Nullable Long version) {
        return Documents.incoming(at(timestamp), "d", tenant, "text", version);
    }

    private static IncomingDocument delete(@Nullable String tenant, long timestamp) {
        return IncomingDocument.delete(at(timestamp), "d", tenant);
    }

    private static Origin at(long timestamp) {
        return Origin.ofTopic("documents", 0, timestamp, timestamp);
    }

    private static Stage<IncomingDocument, IncomingDocument> stage(@Nullable OperatorSubtaskState checkpoint)
            throws Exception {
        return Stage.keyed(new OrderFunction(MEMORY), IncomingDocument::id, checkpoint);
    }
}

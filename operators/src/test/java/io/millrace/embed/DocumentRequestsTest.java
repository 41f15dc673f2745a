package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.failure.Backoff;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.RejectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests to a model that reads the texts of each together. */
class DocumentRequestsTest {
    private final HashingEmbeddingModel model = new HashingEmbeddingModel(new EmbeddingLimits(4, 100, 100, 8));
    private final List<CompletableFuture<Vector>> vectors = new ArrayList<>();
    private EmbeddingBatcher batcher = batcher(EmbeddingMode.DOCUMENT);

    @BeforeEach
    void readTogether() {
        model.readTogether();
        batcher.close();
        batcher = batcher(EmbeddingMode.DOCUMENT);
    }

    @AfterEach
    void close() {
        batcher.close();
    }

    @Test
    void holdTextsOfOneDocumentInTheirOrder() {
        add("a", "one", "two", "three");
        add("b", "four");
        add("c", "five", "six");
        batcher.flush();

        assertThat(model.calls())
                .containsExactly(List.of("one", "two", "three"), List.of("four"), List.of("five", "six"));
        assertThat(vectors).allMatch(CompletableFuture::isDone);
    }

    @Test
    void goWhenTheNextDocumentBegins() {
        add("a", "one", "two");
        assertThat(model.calls()).isEmpty();

        add("b", "three");

        assertThat(model.calls()).containsExactly(List.of("one", "two"));
    }

    @Test
    void aLongDocumentTakesSeveral() {
        add("a", "1", "2", "3", "4", "5", "6");
        batcher.flush();

        assertThat(model.calls()).containsExactly(List.of("1", "2", "3", "4"), List.of("5", "6"));
    }

    @Test
    void equalTextsAreNotEqualThere() {
        add("a", "licence", "mill", "licence");
        add("b", "licence");
        batcher.flush();
        add("c", "licence");
        batcher.flush();

        assertThat(model.calls())
                .containsExactly(List.of("licence", "mill", "licence"), List.of("licence"), List.of("licence"));
        assertThat(vectors).hasSize(5).allMatch(vector -> vector.isDone() && !vector.isCompletedExceptionally());
    }

    @Test
    void loseTheTextAtFaultAlone() {
        model.reject("bad");
        add("a", "one", "bad", "three");
        add("b", "four");
        batcher.flush();

        assertThat(vectors)
                .extracting(CompletableFuture::isCompletedExceptionally)
                .containsExactly(false, true, false, false);
        assertThat(vectors.get(1))
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(RejectedException.class);
    }

    @Test
    void questionsGoTogetherAsEver() {
        try (EmbeddingBatcher questions = batcher(EmbeddingMode.QUERY)) {
            model.hold();
            for (int i = 0; i < 8; i++) {
                vectors.add(questions.embed("busy " + i, 1));
            }
            vectors.add(questions.embed("mill", 1));
            vectors.add(questions.embed("mill", 1));
            model.release();

            assertThat(vectors).allMatch(CompletableFuture::isDone);
            assertThat(model.calls()).last().isEqualTo(List.of("mill", "mill"));
        }
    }

    private void add(String document, String... texts) {
        for (String text : texts) {
            CompletableFuture<Vector> vector = new CompletableFuture<>();
            vectors.add(vector);
            batcher.add(new OfDocument(document, text, vector));
        }
    }

    private EmbeddingBatcher batcher(EmbeddingMode mode) {
        return new EmbeddingBatcher(model, mode, Backoff.STANDARD);
    }

    private record OfDocument(String document, String text, CompletableFuture<Vector> vector) implements PendingText {
        @Override
        public int tokens() {
            return 1;
        }

        @Override
        public void embedded(Vector embedding, int billed) {
            vector.complete(embedding);
        }

        @Override
        public void failed(ClassifiedException failure) {
            vector.completeExceptionally(failure);
        }
    }
}

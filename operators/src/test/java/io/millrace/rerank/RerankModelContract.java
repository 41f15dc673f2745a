package io.millrace.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.failure.ClassifiedException;
import io.millrace.rerank.RerankModel.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link RerankModel} keeps, whoever makes it. */
public abstract class RerankModelContract {
    private static final String QUERY = "What turns the mill wheel?";
    private static final List<String> DOCUMENTS = List.of(
            "Bread is baked at night.",
            "The river turns the mill wheel.",
            "A wheel has spokes.",
            "Nobody knows what the miller dreams of.");

    private RerankModel model;

    /** A model that scores a document the higher, the more of the query's words it has. */
    protected abstract RerankModel openModel();

    @BeforeEach
    void openTheModel() {
        model = openModel();
    }

    @AfterEach
    void closeTheModel() {
        model.close();
    }

    @Test
    void scoresEachDocument() {
        Reply reply = rerank(QUERY, DOCUMENTS);

        assertThat(reply.scores())
                .hasSameSizeAs(DOCUMENTS)
                .allSatisfy(score -> assertThat(score).isFinite());
    }

    @Test
    void scoresStandInTheOrderOfTheDocumentsWhateverTheirRank() {
        List<Double> scores = rerank(QUERY, DOCUMENTS).scores();
        List<String> reversed = new ArrayList<>(DOCUMENTS);
        Collections.reverse(reversed);
        List<Double> backwards = new ArrayList<>(rerank(QUERY, reversed).scores());
        Collections.reverse(backwards);

        assertThat(scores.get(1)).isEqualTo(Collections.max(scores)).isGreaterThan(scores.get(2));
        assertThat(scores.get(2)).isGreaterThan(scores.get(0));
        assertThat(backwards).isEqualTo(scores);
    }

    @Test
    void scoresTheSameOverSeveralRequests() {
        List<Double> together = rerank(QUERY, DOCUMENTS).scores();

        List<Double> apart = DOCUMENTS.stream()
                .map(document -> rerank(QUERY, List.of(document)).scores().get(0))
                .toList();

        assertThat(apart).isEqualTo(together);
    }

    @Test
    void scoresEqualDocumentsEqually() {
        List<Double> scores = rerank(QUERY, List.of(DOCUMENTS.get(1), DOCUMENTS.get(0), DOCUMENTS.get(1)))
                .scores();

        assertThat(scores).hasSize(3);
        assertThat(scores.get(0)).isEqualTo(scores.get(2)).isGreaterThan(scores.get(1));
    }

    @Test
    void takesAsManyDocumentsAsItSays() {
        int most = Math.min(model.limits().documents(), 2_000);

        assertThat(rerank(QUERY, Collections.nCopies(most, DOCUMENTS.get(1))).scores())
                .hasSize(most);
    }

    @Test
    void takesTextsOfAnyScript() {
        List<String> documents =
                List.of("河流推动水车。", "Ein Mühlrad, \"quergelegt\"\n\tam Bach", "\uD83C\uDFDE\uFE0F \\ \u0001");

        assertThat(rerank("Was dreht das Mühlrad?\n", documents).scores()).hasSize(3);
    }

    @Test
    void countsWhatTheCallTook() {
        Reply reply = rerank(QUERY, DOCUMENTS);

        assertThat(reply.usage().requests()).isEqualTo(1);
        assertThat(reply.usage().inputTokens()).isNotNegative();
        assertThat(reply.usage().outputTokens()).isZero();
    }

    @Test
    void answersManyCallersAtOnce() {
        List<CompletableFuture<Reply>> calls = IntStream.range(0, 200)
                .mapToObj(i -> model.rerank(QUERY, List.of("Document " + i, DOCUMENTS.get(1))))
                .toList();

        assertThat(calls).allSatisfy(call -> {
            List<Double> scores = call.orTimeout(60, TimeUnit.SECONDS).join().scores();
            assertThat(scores).hasSize(2);
            assertThat(scores.get(1)).isGreaterThan(scores.get(0));
        });
    }

    @Test
    void namesItselfByProviderAndModel() {
        assertThat(model.name()).matches("[a-z0-9-]+/.+");
    }

    @Test
    void failsWithAClassifiedFailureOnceClosed() {
        model.close();

        CompletableFuture<Reply> call = model.rerank(QUERY, DOCUMENTS);

        assertThat(call.handle((reply, failure) -> failure)
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join())
                .isInstanceOf(ClassifiedException.class);
    }

    /** The model under test, open. */
    protected final RerankModel model() {
        return model;
    }

    /** Asks and waits. */
    protected final Reply rerank(String query, List<String> documents) {
        return model.rerank(query, documents).orTimeout(60, TimeUnit.SECONDS).join();
    }
}

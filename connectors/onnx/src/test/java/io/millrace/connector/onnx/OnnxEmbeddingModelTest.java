package io.millrace.connector.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingModelContract;
import io.millrace.embed.Vector;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import io.millrace.failure.TransientException;
import io.millrace.model.ModelSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OnnxEmbeddingModelTest extends EmbeddingModelContract {
    private static EmbeddingModel keeper;

    /** Loaded once for all tests, which share it. */
    @BeforeAll
    static void keepTheModelLoaded() {
        keeper = new OnnxEmbeddingProvider().open(ModelSettings.of("embedding", "onnx"));
    }

    @AfterAll
    static void letTheModelGo() {
        keeper.close();
    }

    @Override
    protected EmbeddingModel openModel() {
        return new OnnxEmbeddingProvider().open(ModelSettings.of("embedding", "onnx"));
    }

    @Override
    protected boolean unitLength() {
        return true;
    }

    @Test
    void givesTheNumbersThatThePythonLibraryGives() {
        float[] values = vector("This is an example sentence").values();

        // The first of sentence-transformers' own vector, as its model card's example prints it.
        float[] expected = {6.7657e-02f, 6.3496e-02f, 4.8713e-02f, 7.9305e-02f, 3.7448e-02f, 2.6528e-03f};
        for (int i = 0; i < expected.length; i++) {
            assertThat(values[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }

    @Test
    void putsAParaphraseNearerThanAnotherSubject() {
        Vector text = vector("How do I reset my password?");

        assertThat(text.dot(vector("I forgot my login credentials, how can I change them?")))
                .isGreaterThan(0.5)
                .isGreaterThan(text.dot(vector("The glacier lost ice over the summer.")) + 0.4);
    }

    @Test
    void cutsATextThatIsLongerThanItReads() {
        String word = "grain ";
        int room = SentenceTransformer.ALL_MINILM_L6_V2.piecesPerText();

        EmbeddingModel.Response cut =
                embed(List.of(word.repeat(5_000), word.repeat(room), word.repeat(room - 1)), EmbeddingMode.DOCUMENT);

        assertThat(cut.vectors().get(0).dot(cut.vectors().get(1))).isCloseTo(1, within(1e-6));
        assertThat(cut.vectors().get(0)).isNotEqualTo(cut.vectors().get(2));
        assertThat(cut.usage().inputTokens()).isEqualTo(256 + 256 + 255);
    }

    @Test
    void givesATextTheSameVectorInABatchOfAnyLengthsAsAlone() {
        List<String> texts = new ArrayList<>();
        for (int words = 1; words <= 120; words += 3) {
            texts.add("text %d ".formatted(words) + "mill river grain stone ".repeat(words));
        }
        Collections.shuffle(texts, new Random(7));

        List<Vector> together = embed(texts, EmbeddingMode.DOCUMENT).vectors();

        for (int i = 0; i < texts.size(); i++) {
            assertThat(together.get(i).dot(vector(texts.get(i)))).isGreaterThan(0.9999);
        }
    }

    @Test
    void takesTextThatIsNoProperUnicode() {
        Vector vector = vector("a lone surrogate \uD83D and a null \u0000 here");

        assertThat(vector.dot(vector)).isCloseTo(1, within(1e-5));
    }

    @Test
    void putsThePrefixOfTheModeBeforeAText() {
        try (EmbeddingModel prefixed = openWithPrefixes("passage: ", "query: ")) {
            Vector document = first(prefixed.embed(List.of("flour"), EmbeddingMode.DOCUMENT));
            Vector query = first(prefixed.embed(List.of("flour"), EmbeddingMode.QUERY));

            assertThat(document.dot(vector("passage: flour"))).isCloseTo(1, within(1e-6));
            assertThat(query.dot(vector("query: flour"))).isCloseTo(1, within(1e-6));
            assertThat(prefixed.limits().tokensPerInput()).isEqualTo(252);
        }
    }

    @Test
    void completesOnAThreadOfItsOwn() {
        CompletableFuture<String> thread = model().embed(
                        Collections.nCopies(64, "grain ".repeat(200)), EmbeddingMode.DOCUMENT)
                .thenApply(response -> Thread.currentThread().getName());

        assertThat(thread.orTimeout(60, TimeUnit.SECONDS).join()).startsWith("onnx-all-MiniLM-L6-v2-");
    }

    @Test
    void failsCallsThatAreUnderWayWhenItCloses() {
        List<String> many = Collections.nCopies(1_000, "grain ".repeat(254));
        var running = model().embed(many, EmbeddingMode.DOCUMENT);
        var waiting = model().embed(many, EmbeddingMode.DOCUMENT);

        model().close();

        for (var call : List.of(running, waiting)) {
            assertThatThrownBy(call::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            TransientException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT))
                    .hasMessage("Embedding model 'all-MiniLM-L6-v2' was closed with the call under way");
        }
    }

    @Test
    void refusesACallOnceClosed() {
        model().close();

        var call = model().embed(List.of("late"), EmbeddingMode.QUERY);

        assertThatThrownBy(call::join)
                .cause()
                .isInstanceOf(FatalException.class)
                .hasMessage("Embedding model 'all-MiniLM-L6-v2' is closed and can't embed");
    }

    @Test
    void leavesOthersTheModelThatItSharesWithThem() {
        try (EmbeddingModel other = openModel()) {
            model().close();
            model().close();

            assertThat(first(other.embed(List.of("still here"), EmbeddingMode.QUERY))
                            .dimension())
                    .isEqualTo(384);
        }
    }

    private Vector vector(String text) {
        return embed(List.of(text), EmbeddingMode.DOCUMENT).vectors().get(0);
    }

    private static Vector first(CompletableFuture<EmbeddingModel.Response> call) {
        return call.orTimeout(60, TimeUnit.SECONDS).join().vectors().get(0);
    }

    private static EmbeddingModel openWithPrefixes(String document, String query) {
        return new OnnxEmbeddingProvider()
                .open(new Settings().prefixes(document, query).build());
    }
}

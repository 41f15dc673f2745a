package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.failure.ClassifiedException;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link EmbeddingModel} keeps, whoever makes it. */
public abstract class EmbeddingModelContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private EmbeddingModel model;

    /** A model that answers. */
    protected abstract EmbeddingModel openModel();

    /** Whether every vector has length one. */
    protected abstract boolean unitLength();

    @BeforeEach
    void openTheModel() {
        model = openModel();
    }

    @AfterEach
    void closeTheModel() {
        model.close();
    }

    @Test
    void givesOneVectorPerTextInOrder() {
        List<String> texts = List.of("the mill wheel turns", "a river in spring", "grain is ground to flour");

        List<Vector> together = embed(texts, EmbeddingMode.DOCUMENT).vectors();

        assertThat(together).hasSize(3);
        for (int i = 0; i < texts.size(); i++) {
            Vector alone = embed(List.of(texts.get(i)), EmbeddingMode.DOCUMENT)
                    .vectors()
                    .get(0);
            assertThat(together.get(i).normalised().dot(alone.normalised())).isCloseTo(1, within(1e-3));
        }
    }

    @Test
    void givesVectorsOfTheSpacesDimension() {
        List<Vector> vectors =
                embed(List.of("one", "two words"), EmbeddingMode.QUERY).vectors();

        assertThat(vectors)
                .allSatisfy(vector ->
                        assertThat(vector.dimension()).isEqualTo(model.space().dimension()));
    }

    @Test
    void givesFiniteNumbers() {
        for (Vector vector : embed(List.of("finite", "\uD83D\uDE00 émoji"), EmbeddingMode.DOCUMENT)
                .vectors()) {
            for (float value : vector.values()) {
                assertThat(value).isFinite();
            }
        }
    }

    @Test
    void givesVectorsOfLengthOneWhenItSaysSo() {
        if (!unitLength()) {
            return;
        }
        for (Vector vector : embed(List.of("a", "longer text than that"), EmbeddingMode.DOCUMENT)
                .vectors()) {
            assertThat(vector.dot(vector)).isCloseTo(1, within(1e-3));
        }
    }

    @Test
    void givesTheSameVectorForTheSameText() {
        Vector first = embed(List.of("again"), EmbeddingMode.DOCUMENT).vectors().get(0);
        Vector second =
                embed(List.of("again"), EmbeddingMode.DOCUMENT).vectors().get(0);

        assertThat(first.normalised().dot(second.normalised())).isCloseTo(1, within(1e-4));
    }

    @Test
    void takesARequestOfAsManyTextsAsItsLimitSays() {
        int inputs = Math.min(model.limits().inputs(), 256);
        List<String> texts =
                IntStream.range(0, inputs).mapToObj(i -> "text " + i).toList();

        assertThat(embed(texts, EmbeddingMode.DOCUMENT).vectors()).hasSize(inputs);
    }

    @Test
    void answersManyCallersAtOnce() {
        List<CompletableFuture<EmbeddingModel.Response>> calls = IntStream.range(0, 40)
                .mapToObj(i -> model.embed(List.of("caller " + i), EmbeddingMode.QUERY))
                .toList();

        assertThat(calls).allSatisfy(call -> assertThat(get(call).vectors()).hasSize(1));
    }

    @Test
    void countsTheTokensThatItRead() {
        EmbeddingModel.Response response = embed(List.of("count these words"), EmbeddingMode.DOCUMENT);

        assertThat(response.usage().requests()).isEqualTo(1);
        assertThat(response.usage().inputTokens()).isPositive();
    }

    @Test
    void countsMoreTokensInALongerText() {
        assertThat(model.tokenCounter().count("one two three four five six"))
                .isGreaterThan(model.tokenCounter().count("one two"));
    }

    @Test
    void failsWithAClassifiedFailureOnceClosed() {
        model.close();

        CompletableFuture<EmbeddingModel.Response> call = model.embed(List.of("late"), EmbeddingMode.DOCUMENT);

        assertThat(call.handle((response, failure) -> failure)
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join())
                .isNotNull()
                .satisfies(
                        failure -> assertThat(ClassifiedException.of(failure)).isNotNull());
    }

    @Test
    void mayBeClosedTwice() {
        model.close();
        model.close();
    }

    /** The model under test, open. */
    protected final EmbeddingModel model() {
        return model;
    }

    /** Embeds and waits: in one request, or in as many as the model's limit of texts makes of it. */
    protected final EmbeddingModel.Response embed(List<String> texts, EmbeddingMode mode) {
        List<Vector> vectors = new ArrayList<>();
        Usage usage = Usage.NONE;
        int inputs = model.limits().inputs();
        for (int at = 0; at < texts.size(); at += inputs) {
            EmbeddingModel.Response response =
                    get(model.embed(texts.subList(at, Math.min(at + inputs, texts.size())), mode));
            vectors.addAll(response.vectors());
            usage = usage.plus(response.usage());
        }
        return new EmbeddingModel.Response(vectors, usage);
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}

package io.millrace.benchmark.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.Vector;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberingModelTest {
    private final FakeModel fake = new FakeModel();
    private final RememberingModel model = new RememberingModel(fake, fake.tokenCounter());

    @Test
    void asksForEachTextOnceAndAnswersInOrder() {
        assertThat(embed(EmbeddingMode.DOCUMENT, "a", "bb", "a")).containsExactly(vector(1), vector(2), vector(1));
        assertThat(embed(EmbeddingMode.DOCUMENT, "ccc", "bb")).containsExactly(vector(3), vector(2));
        assertThat(embed(EmbeddingMode.DOCUMENT, "a")).containsExactly(vector(1));

        assertThat(fake.calls()).containsExactly(List.of("a", "bb"), List.of("ccc"));
    }

    @Test
    void aQuestionIsAnotherTextThanAPassage() {
        embed(EmbeddingMode.DOCUMENT, "a");
        embed(EmbeddingMode.QUERY, "a");

        assertThat(fake.calls()).containsExactly(List.of("a"), List.of("a"));
    }

    @Test
    void closesTheModel() {
        model.close();

        assertThat(fake.closed()).isTrue();
    }

    private List<Vector> embed(EmbeddingMode mode, String... texts) {
        return model.embed(List.of(texts), mode).join().vectors();
    }

    private static Vector vector(int length) {
        return new Vector(new float[] {length, 1});
    }
}

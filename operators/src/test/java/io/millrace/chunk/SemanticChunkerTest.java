package io.millrace.chunk;

import static io.millrace.chunk.Pieces.WORDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Document.Markup;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.HashingEmbeddingModel;
import io.millrace.embed.PaceSettings;
import io.millrace.embed.Vector;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SemanticChunkerTest extends ChunkerContract {
    @Override
    Chunker chunker(ChunkSizes sizes, TokenCounter tokens) {
        return new SemanticChunker(sizes, 80, tokens, new HashedVectors());
    }

    @Test
    void cutsWhereTheTextTurnsToSomethingElse() {
        String cats = "The cat sleeps. A cat purrs. The cat eats. ";
        String ships = "Ships sail far. Big ships sink. Ships need wind. ";
        String trees = "Tall trees grow slowly. Old trees fall. Green trees burn.";

        assertThat(Pieces.texts(
                        new SemanticChunker(new ChunkSizes(4, 20, 0), 75, WORDS, new HashedVectors()),
                        cats + ships + trees,
                        Markup.PLAIN))
                .containsExactly(cats.strip(), ships.strip(), trees);
    }

    @Test
    void asksForAStretchOfSentencesAtATime() {
        HashedVectors vectors = new HashedVectors();
        String text = RandomText.sentences(new Random(1), 1_000);

        Pieces.of(new SemanticChunker(new ChunkSizes(4, 50, 0), 80, WORDS, vectors), text, Markup.PLAIN);

        assertThat(vectors.requests()).containsExactly(256, 256, 256, 232);
    }

    @Test
    void closesItsVectors() {
        HashedVectors vectors = new HashedVectors();

        new SemanticChunker(new ChunkSizes(4, 50, 0), 80, WORDS, vectors).close();

        assertThat(vectors.isClosed()).isTrue();
    }

    @Test
    void asksAModelInRequestsAsLargeAsItTakes() {
        HashingEmbeddingModel model = new HashingEmbeddingModel(new EmbeddingLimits(4, 10, 100, 1));

        try (ModelVectors vectors = new ModelVectors(model, PaceSettings.unbounded("test"))) {
            assertThat(vectors.of(List.of("a", "b", "c", "d", "e", "f"))).hasSize(6);
        }

        assertThat(model.calls()).allSatisfy(call -> assertThat(call).hasSizeLessThanOrEqualTo(4));
    }

    @Test
    void takesATextThatTheModelRefusesForOneThatSaysNothing() {
        HashingEmbeddingModel model = new HashingEmbeddingModel();
        model.reject("bad");

        try (ModelVectors vectors = new ModelVectors(model, PaceSettings.unbounded("test"))) {
            List<Vector> found = vectors.of(List.of("good", "bad"));

            assertThat(found.get(0).dot(found.get(0))).isPositive();
            assertThat(found.get(1).dot(found.get(1))).isZero();
        }
    }
}

package io.millrace.index;

import static io.millrace.index.Chunks.chunk;
import static io.millrace.index.Chunks.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.chunk.Chunk;
import io.millrace.document.Metadata;
import io.millrace.embed.Distance;
import io.millrace.embed.VectorSpace;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.Likeness;
import io.millrace.retrieve.Likeness.Side;
import io.millrace.retrieve.RecommendStrategy;
import io.millrace.retrieve.ScoredChunk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link VectorStore} finds that is like examples: A at (1, 0), B at (0, 1), C at (2, 1) and D at (1, 3), a
 * tenant's, compared by the dot product; C and E, at (-2, -1), are chunks of one document.
 */
public abstract class LikenessContract extends VectorStoreFixture {
    private static final Chunk A = chunk("a", "a");
    private static final Chunk B = chunk("b", "b");
    private static final Chunk C = chunk("c", "c");
    private static final Chunk D = chunk("d", "acme", "r1", "d", Metadata.EMPTY);
    private static final Chunk E = chunk("c", "e");

    private VectorStore store;

    @BeforeEach
    final void writeTheChunks() {
        String name = freshName();
        store = opened(name);
        store.ensureCollection(
                new CollectionSpec(name, new VectorSpace("test", "plane", 2, Distance.DOT, "", ""), Map.of()));
        apply(store, put(A, 1, 0), put(B, 0, 1), put(C, 2, 1), put(D, 1, 3), put(E, -2, -1));
    }

    @Test
    void findsWhatIsNearestToTheMeanOfExamplesAndLeavesThemOut() {
        List<ScoredChunk> found = alike(
                new Side(List.of(A.id()), List.of(vector(3, 0))),
                new Side(List.of(B.id()), List.of()),
                RecommendStrategy.AVERAGE_VECTOR);

        // Twice the mean (2, 0), less (0, 1), is (4, -1).
        assertThat(texts(found)).containsExactly("c", "d", "e");
        assertThat(found).extracting(ScoredChunk::score).containsExactly(7.0, 1.0, -7.0);
    }

    @Test
    void scoresByTheNearestExample() {
        List<ScoredChunk> found = alike(
                new Side(List.of(A.id()), List.of()),
                new Side(List.of(B.id()), List.of()),
                RecommendStrategy.BEST_SCORE);

        // C has 2 and 1: (2/3 + 1) / 2. D has 1 and 3: -(3/4 + 1) / 2. E has -2 and -1: -(-1/2 + 1) / 2.
        assertThat(texts(found)).containsExactly("c", "e", "d");
        assertThat(found.get(0).score()).isCloseTo(5 / 6.0, within(1e-6));
        assertThat(found.get(1).score()).isCloseTo(-1 / 4.0, within(1e-6));
        assertThat(found.get(2).score()).isCloseTo(-7 / 8.0, within(1e-6));
    }

    @Test
    void scoresByTheSumAndNeedsNoPositiveExampleForIt() {
        List<ScoredChunk> found =
                alike(Side.NONE, new Side(List.of(B.id()), List.of(vector(1, 0))), RecommendStrategy.SUM_SCORES);

        assertThat(texts(found)).containsExactly("e", "a", "c", "d");
        assertThat(found).extracting(ScoredChunk::score).containsExactly(3.0, -1.0, -3.0, -4.0);
    }

    @Test
    void keepsToTheFilterTheLimitAndTheLeastScore() {
        Likeness likeness =
                new Likeness(new Side(List.of(A.id()), List.of()), Side.NONE, RecommendStrategy.AVERAGE_VECTOR);
        Filter acmes = new Filter.Equal(ChunkFields.TENANT, new Filter.Scalar.Text("acme"));

        assertThat(texts(search(store, new ChunkQuery(likeness, acmes, 5, null, false))))
                .containsExactly("d");
        assertThat(texts(search(store, new ChunkQuery(likeness, Filter.ALL, 1, null, false))))
                .containsExactly("c");
        assertThat(texts(search(store, new ChunkQuery(likeness, Filter.ALL, 5, 1.0, false))))
                .containsExactly("c", "d");
    }

    @Test
    void findsTheBestChunkOfEachDocument() {
        Likeness likeness =
                new Likeness(new Side(List.of(A.id()), List.of()), Side.NONE, RecommendStrategy.AVERAGE_VECTOR);

        assertThat(texts(search(store, new ChunkQuery(likeness, Filter.ALL, 5, null, true))))
                .containsExactly("c", "d", "b");
    }

    private List<ScoredChunk> alike(Side positive, Side negative, RecommendStrategy strategy) {
        return search(store, new ChunkQuery(new Likeness(positive, negative, strategy), Filter.ALL, 10, null, false));
    }

    private static List<String> texts(List<ScoredChunk> found) {
        return found.stream().map(each -> each.chunk().text()).toList();
    }
}

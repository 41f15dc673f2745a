package io.millrace.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.chunk.EmbeddingText;
import io.millrace.document.Metadata;
import io.millrace.embed.Vector;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.ChunkQuery.Blend;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.ScoredChunk;
import io.millrace.sparse.Language;
import io.millrace.sparse.SparseSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link VectorStore} holds to where chunks are found by their words, by both, and unlike each other. */
public abstract class WordsContract extends VectorStoreFixture {
    private static final SparseSpec ENGLISH = new SparseSpec(Language.ENGLISH, EmbeddingText.NONE);
    private static final CollectionSpec SPEC = new CollectionSpec("", SPACE, Map.of());

    private String name = "";
    private VectorStore store = new InMemoryVectorStore();

    @BeforeEach
    final void fill() {
        name = freshName();
        store = opened(name);
        store.ensureCollection(spec(ENGLISH));
        // By the vector (1,0,0,0): wheel, stone, river, barley. "mill" is in two, "river" in two, "barley" in one.
        apply(
                store,
                Chunks.put(Chunks.chunk("wheel", "The mill turns its wheel."), 1, 0, 0, 0),
                Chunks.put(Chunks.chunk("stone", "Stones grind at the mill by the river."), 1, 0.5f, 0, 0),
                Chunks.put(Chunks.chunk("river", "A river runs; the river never stops."), 1, 1, 0, 0),
                Chunks.put(Chunks.chunk("barley", "Barley is a grain."), 0, 1, 0, 0));
    }

    @Test
    void findsByWordsWithTheScoreOfBm25() {
        List<ScoredChunk> found = search(store, words("Which rivers?"));

        assertThat(ids(found)).containsExactly("river", "stone");
        // idf of 2 in 4: ln(1 + 2.5 / 2.5) = .693147. "river" twice of 5 words (river, run, river, never, stop):
        // 4.4 / (2 + 1.2 * (.25 + .75 * 5 / 256)) = 1.898; once of 4 words: 2.2 / (1 + 1.2 * (.25 + .75 * 4 / 256)).
        double twice = 4.4 / (2 + 1.2 * (0.25 + 0.75 * 5 / 256));
        double once = 2.2 / (1 + 1.2 * (0.25 + 0.75 * 4 / 256));
        assertThat(found.get(0).score()).isCloseTo(Math.log(2) * twice, within(1e-4));
        assertThat(found.get(1).score()).isCloseTo(Math.log(2) * once, within(1e-4));
    }

    @Test
    void findsNothingByWordsThatNoChunkHasOrThatDoNotCount() {
        assertThat(search(store, words("windmills"))).isEmpty();
        assertThat(search(store, words("the of and"))).isEmpty();
    }

    @Test
    void blendsBothByTheirRanks() {
        List<ScoredChunk> found = search(store, both("river", Blend.EVEN));

        // By the vector: wheel 1/2, stone 1/3, river 1/4, barley 1/5; by words: river 1/2, stone 1/3.
        assertThat(ids(found)).containsExactly("river", "stone", "wheel", "barley");
        assertThat(found.get(0).score()).isCloseTo(0.75, within(1e-5));
        assertThat(found.get(1).score()).isCloseTo(2 / 3.0, within(1e-5));
        assertThat(found.get(2).score()).isCloseTo(0.5, within(1e-5));
    }

    @Test
    void weighsOneOfBothMoreThanTheOther() {
        List<ScoredChunk> found = search(store, both("river", new Blend(100, 3, 1)));

        // The vector's ranks count 1 / (rank / 3 + 1): wheel 3/4, stone 3/5, river 1/2, barley 3/7.
        assertThat(ids(found)).containsExactly("river", "stone", "wheel", "barley");
        assertThat(found.get(0).score()).isCloseTo(1.0, within(1e-5));
        assertThat(found.get(1).score()).isCloseTo(0.6 + 1 / 3.0, within(1e-5));
        assertThat(found.get(2).score()).isCloseTo(0.75, within(1e-5));
    }

    @Test
    void blendsWordsThatDoNotCountAsTheVectorAlone() {
        assertThat(ids(search(store, both("the", Blend.EVEN)))).containsExactly("wheel", "stone", "river", "barley");
    }

    @Test
    void filtersByWordsAndBoth() {
        Filter others = new Filter.Not(new Filter.Equal(ChunkFields.DOCUMENT_ID, new Filter.Scalar.Text("river")));

        assertThat(ids(search(store, new ChunkQuery(null, "river", others, 10, null, Blend.EVEN, null, false))))
                .containsExactly("stone");
        assertThat(ids(search(store, new ChunkQuery(X, "river", others, 2, null, Blend.EVEN, null, false))))
                .containsExactly("stone", "wheel");
    }

    @Test
    void leavesOutWhatScoresLessThanAsked() {
        assertThat(ids(search(store, new ChunkQuery(X, "river", Filter.ALL, 10, 0.6, Blend.EVEN, null, false))))
                .containsExactly("river", "stone");
        assertThat(ids(search(store, new ChunkQuery(null, "river", Filter.ALL, 10, 1.25, Blend.EVEN, null, false))))
                .containsExactly("river");
    }

    @Test
    void choosesWhatIsUnlikeWhatWasChosen() {
        apply(store, Chunks.put(Chunks.chunk("wheel-again", "The wheel turns."), 1, 0.01f, 0, 0));

        assertThat(ids(search(store, new ChunkQuery(X, null, Filter.ALL, 2, null, Blend.EVEN, null, false))))
                .containsExactly("wheel", "wheel-again");
        List<ScoredChunk> diverse = search(store, new ChunkQuery(X, null, Filter.ALL, 2, null, Blend.EVEN, 0.6, false));
        assertThat(ids(diverse)).first().isEqualTo("wheel");
        assertThat(ids(diverse)).doesNotContain("wheel-again");
    }

    @Test
    void choosesAmongBlendedOnesToo() {
        apply(store, Chunks.put(Chunks.chunk("wheel-again", "The wheel turns."), 1, 0.01f, 0, 0));

        List<ScoredChunk> found =
                search(store, new ChunkQuery(X, "wheel", Filter.ALL, 3, null, Blend.EVEN, 0.6, false));

        assertThat(ids(found)).first().isEqualTo("wheel");
        assertThat(found.get(0).score()).as("a similarity").isCloseTo(1, within(1e-4));
        assertThat(ids(found)).doesNotContain("wheel-again");
    }

    @Test
    void givesTheBestChunkOfEachDocument() {
        apply(
                store,
                Chunks.put(chunk("mill", "The mill and its river."), 1, 0.1f, 0, 0),
                Chunks.put(chunk("mill", "The mill and its pond."), 1, 0.2f, 0, 0));

        assertThat(ids(search(store, new ChunkQuery(X, null, Filter.ALL, 3, null, Blend.EVEN, null, true))))
                .containsExactly("wheel", "mill", "stone");
        assertThat(ids(search(store, new ChunkQuery(X, "pond", Filter.ALL, 2, null, Blend.EVEN, null, true))))
                .containsExactly("mill", "wheel");
    }

    @Test
    void aCollectionThatWasMadeWithoutKeepsBeingWithout() {
        String without = freshName();
        VectorStore plain = opened(without);
        plain.ensureCollection(new CollectionSpec(without, SPACE, Map.of()));
        plain.ensureCollection(new CollectionSpec(without, SPACE, Map.of()).withSparse(ENGLISH));
        apply(plain, Chunks.put(Chunks.chunk("wheel", "The mill turns its wheel."), 1, 0, 0, 0));

        assertThat(plain.findsWords()).isFalse();
        assertThat(failure(plain.search(words("mill"))).code()).isEqualTo("no-sparse-vectors");
        assertThat(search(plain, new ChunkQuery(X, Filter.ALL, 1, null))).hasSize(1);
    }

    @Test
    void aReaderSeesThatWordsAreFound() {
        VectorStore reader = opened(name);
        reader.verifyCollection(spec(ENGLISH));

        assertThat(reader.findsWords()).isTrue();
        assertThat(ids(search(reader, words("barley")))).containsExactly("barley");
    }

    @Test
    void refusesVectorsOfAnotherLanguage() {
        SparseSpec german = new SparseSpec(Language.GERMAN, EmbeddingText.NONE);

        assertThatThrownBy(() -> opened(name).ensureCollection(spec(german)))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("bm25 english")
                .hasMessageContaining("bm25 german")
                .extracting(failure -> ((ClassifiedException) failure).code())
                .isEqualTo("sparse-mismatch");
        assertThatThrownBy(() -> opened(name).verifyCollection(spec(german))).isInstanceOf(FatalException.class);
    }

    @Test
    void aJobThatMakesNoneMayReadButNotWrite() {
        VectorStore dense = opened(name);
        dense.verifyCollection(new CollectionSpec(name, SPACE, Map.of()));
        assertThat(search(dense, new ChunkQuery(X, Filter.ALL, 1, null))).hasSize(1);

        assertThatThrownBy(() -> opened(name).ensureCollection(new CollectionSpec(name, SPACE, Map.of())))
                .isInstanceOf(FatalException.class)
                .extracting(failure -> ((ClassifiedException) failure).code())
                .isEqualTo("sparse-mismatch");
    }

    private static final Vector X = new Vector(new float[] {1, 0, 0, 0});

    private CollectionSpec spec(@Nullable SparseSpec sparse) {
        return new CollectionSpec(name, SPEC.space(), SPEC.fields()).withSparse(sparse);
    }

    private static io.millrace.chunk.Chunk chunk(String document, String text) {
        return Chunks.chunk(document, null, "r1", text, Metadata.EMPTY);
    }

    private static ChunkQuery words(String words) {
        return new ChunkQuery(null, words, Filter.ALL, 10, null, Blend.EVEN, null, false);
    }

    private static ChunkQuery both(String words, Blend blend) {
        return new ChunkQuery(X, words, Filter.ALL, 10, null, blend, null, false);
    }

    private static List<String> ids(List<ScoredChunk> found) {
        return found.stream().map(scored -> scored.chunk().documentId()).toList();
    }
}

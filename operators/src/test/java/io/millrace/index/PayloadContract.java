package io.millrace.index;

import static io.millrace.index.Chunks.ORIGIN;
import static io.millrace.index.Chunks.at;
import static io.millrace.index.Chunks.chunk;
import static io.millrace.index.Chunks.put;
import static io.millrace.index.Chunks.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.chunk.Chunk;
import io.millrace.document.Metadata;
import io.millrace.failure.FailureKind;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.ScoredChunk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link VectorStore} keeps about writing a chunk's payload without its vector. */
public abstract class PayloadContract extends VectorStoreFixture {
    private VectorStore store;

    @BeforeEach
    final void openAStore() {
        store = freshStore();
    }

    @Test
    void movesAChunkWithItsWholePayloadAndItsVectorAsItWas() {
        Chunk before = with("topic:documents", "https://example.org", "Title", at(1, state("r1", "{\"a\":1,\"b\":2}")));
        Chunk after = at(4, state("r2", "{\"b\":3}"));
        apply(store, put(before, 0, 1, 0, 0));

        apply(store, IndexOperation.move(ORIGIN, after));

        assertOnly(after);
    }

    @Test
    void movesAChunkToAPlaceWithoutPageAndParent() {
        apply(store, put(at(1, state("r1", "{}")), 0, 1, 0, 0));

        apply(store, IndexOperation.move(ORIGIN, state("r2", "{}")));

        assertOnly(state("r2", "{}"));
    }

    @Test
    void keepsAChunkAtItsPlaceAndWritesWhatItSharesWithItsDocument() {
        Chunk before = at(1, state("r1", "{\"a\":1,\"b\":2}"));
        apply(store, put(before, 0, 1, 0, 0));

        apply(
                store,
                IndexOperation.keep(
                        ORIGIN, with("file:/docs/", "file:/docs/d", "New", at(9, state("r2", "{\"b\":3}")))));

        assertOnly(with("file:/docs/", "file:/docs/d", "New", at(1, state("r2", "{\"b\":3}"))));
    }

    @Test
    void removesATitleAndAPlaceOnTheWebThatTheDocumentNoLongerHas() {
        apply(store, put(with("topic:documents", "https://example.org", "Title", state("r1", "{}")), 0, 1, 0, 0));

        apply(store, IndexOperation.keep(ORIGIN, state("r2", "{}")));

        assertOnly(state("r2", "{}"));
    }

    @Test
    void completesADocumentOfChunksThatMovedOrStayed() {
        Chunk stays = chunk("d", "stays");
        Chunk moves = chunk("d", "moves");
        apply(store, put(stays, 1, 0, 0, 0), put(moves, 0, 1, 0, 0), put(chunk("d", "goes"), 0, 0, 1, 0));

        apply(
                store,
                IndexOperation.keep(ORIGIN, of("r2", "stays")),
                IndexOperation.move(ORIGIN, at(2, of("r2", "moves"))),
                IndexOperation.complete(ORIGIN, "d", null, "r2"));

        assertThat(all(store)).containsExactlyInAnyOrder(of("r2", "stays"), at(2, of("r2", "moves")));
    }

    @Test
    void keepsOneChunkInEachOfTwoStatesInOrder() {
        apply(store, put(state("r1", "{}"), 0, 1, 0, 0));

        apply(
                store,
                IndexOperation.keep(ORIGIN, state("r2", "{}")),
                IndexOperation.complete(ORIGIN, "d", "acme", "r2"),
                IndexOperation.keep(ORIGIN, state("r3", "{}")),
                IndexOperation.complete(ORIGIN, "d", "acme", "r3"));

        assertOnly(state("r3", "{}"));
    }

    @Test
    void writesOneChunkInTheOrderOfTheOperationsWhateverTheirTypes() {
        apply(store, put(state("r1", "{}"), 1, 0, 0, 0));

        apply(
                store,
                IndexOperation.keep(ORIGIN, state("r2", "{}")),
                IndexOperation.move(ORIGIN, at(3, state("r3", "{}"))));
        assertThat(all(store)).containsExactly(at(3, state("r3", "{}")));
        apply(
                store,
                IndexOperation.move(ORIGIN, at(4, state("r4", "{}"))),
                put(at(5, state("r5", "{}")), 0, 1, 0, 0),
                IndexOperation.keep(ORIGIN, state("r6", "{}")));

        assertOnly(at(5, state("r6", "{}")));
    }

    @Test
    void keepsAndMovesManyHundredChunksAtOnce() {
        List<IndexOperation> first = new ArrayList<>();
        List<IndexOperation> second = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            first.add(put(of("r1", "text " + i), 1, i, 0, 0));
            Chunk after = of("r2", "text " + i);
            second.add(i % 2 == 0 ? IndexOperation.keep(ORIGIN, after) : IndexOperation.move(ORIGIN, after));
        }
        get(store.apply(first));

        get(store.apply(second));

        assertThat(all(store)).hasSize(1_200).extracting(Chunk::revision).containsOnly("r2");
    }

    @Test
    void refusesToMoveOrKeepAChunkThatIsNotThere() {
        apply(store, put(chunk("other", "stays"), 1, 0, 0, 0));

        for (IndexOperation step :
                List.of(IndexOperation.move(ORIGIN, chunk("d", "x")), IndexOperation.keep(ORIGIN, chunk("d", "x")))) {
            var refusal = failure(store.apply(List.of(step)));
            assertThat(refusal.kind()).isEqualTo(FailureKind.REJECTED);
            assertThat(refusal.code()).isEqualTo("point-missing");
        }
        assertThat(all(store)).extracting(Chunk::documentId).containsExactly("other");
    }

    @Test
    void deletesNobodysDocumentAlone() {
        apply(
                store,
                put(chunk("d", null, "r1", "x", Metadata.EMPTY), 1, 0, 0, 0),
                put(chunk("d", "acme", "r1", "x", Metadata.EMPTY), 0, 1, 0, 0));

        apply(store, IndexOperation.deleteNobodys(ORIGIN, "d"));

        assertThat(all(store)).extracting(Chunk::tenant).containsExactly("acme");
    }

    /** That the store holds this chunk and no other, with the vector (0, 1, 0, 0). */
    private void assertOnly(Chunk chunk) {
        List<ScoredChunk> found = search(store, new ChunkQuery(vector(0, 1, 0, 0), Filter.ALL, 10, null));
        assertThat(found).extracting(ScoredChunk::chunk).containsExactly(chunk);
        assertThat(found.get(0).score()).isCloseTo(1, within(1e-5));
    }

    private static Chunk state(String revision, String metadata) {
        return chunk("d", "acme", revision, "same text", new Metadata(metadata));
    }

    private static Chunk of(String revision, String text) {
        return chunk("d", null, revision, text, Metadata.EMPTY);
    }
}

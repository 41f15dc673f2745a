package io.millrace.index;

import static io.millrace.index.Chunks.ORIGIN;
import static io.millrace.index.Chunks.chunk;
import static io.millrace.index.Chunks.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.chunk.Chunk;
import io.millrace.chunk.ChunkId;
import io.millrace.chunk.Span;
import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import io.millrace.document.json.Json;
import io.millrace.failure.FailureKind;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.ScoredChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link VectorStore} keeps about the chunks that it holds, whatever it is made of. */
public abstract class VectorStoreContract extends VectorStoreFixture {
    private VectorStore store;

    @BeforeEach
    final void openAStore() {
        store = freshStore();
    }

    @Test
    void givesBackAChunkExactlyAsItWasWritten() throws Exception {
        Chunk written = new Chunk(
                ChunkId.of("mill", "a/b c", "0".repeat(64), 3),
                "a/b c",
                "mill",
                Kind.SKILL,
                "https://example.org/ä?b=c#d",
                "Title \uD83D\uDE00",
                "text/markdown",
                "file:/docs/",
                List.of("One", "", "Three"),
                12,
                17,
                100,
                123_456,
                7,
                new Span(50, 130_000),
                "line one\nline two\t\u0001 \uD83D\uDE00 é",
                "0".repeat(64),
                Long.MAX_VALUE,
                1_700_000_000_001L,
                "revision",
                Metadata.of(Json.MAPPER.readTree("""
                        {"text": "x", "whole": 9007199254740993, "negative": -1, "double": 1.0, "small": 1e-7,
                         "flag": true, "nothing": null, "list": ["a", 1, 2.5, false, null], "empty": [],
                         "ünïcode name": "ü"}
                        """)));

        apply(store, put(written, 1, 0, 0, 0));

        assertThat(all(store)).containsExactly(written);
    }

    @Test
    void givesBackAChunkWithoutWhatMayBeLeftOut() {
        Chunk written = chunk("plain", "text");

        apply(store, put(written, 1, 0, 0, 0));

        assertThat(all(store)).containsExactly(written);
    }

    @Test
    void replacesAChunkOfTheSameId() throws Exception {
        Metadata metadata = Metadata.of(Json.MAPPER.readTree("{\"a\": 1, \"b\": 2}"));
        Chunk before = chunk("d", "owner", "r1", "same text", metadata);
        Chunk after = chunk("d", "owner", "r2", "same text", Metadata.of(Json.MAPPER.readTree("{\"b\": 3}")));
        apply(store, put(before, 1, 0, 0, 0));

        apply(store, put(after, 0, 1, 0, 0));

        assertThat(after.id()).isEqualTo(before.id());
        List<ScoredChunk> found = search(store, new ChunkQuery(vector(0, 1, 0, 0), Filter.ALL, 10, null));
        assertThat(found).extracting(ScoredChunk::chunk).containsExactly(after);
        assertThat(found.get(0).score()).isCloseTo(1, within(1e-5));
    }

    @Test
    void keepsTheLastOfTwoWritesOfOneId() {
        apply(
                store,
                put(chunk("d", null, "r1", "text", Metadata.EMPTY), 1, 0, 0, 0),
                put(chunk("d", null, "r2", "text", Metadata.EMPTY), 1, 0, 0, 0));

        assertThat(all(store)).extracting(Chunk::revision).containsExactly("r2");
    }

    @Test
    void removesOtherRevisionsOfTheDocumentOnCompletion() {
        apply(store, put(chunk("d", "old"), 1, 0, 0, 0), put(chunk("e", "other document"), 0, 1, 0, 0));

        apply(
                store,
                put(chunk("d", null, "r2", "new", Metadata.EMPTY), 0, 0, 1, 0),
                IndexOperation.complete(ORIGIN, "d", null, "r2"));

        assertThat(all(store)).extracting(Chunk::text).containsExactlyInAnyOrder("new", "other document");
    }

    @Test
    void completesForOneTenantOnly() {
        apply(store, oneOfEachOwner());

        apply(store, IndexOperation.complete(ORIGIN, "d", "a", "r2"));

        assertThat(owners()).containsExactlyInAnyOrder("b", null);
    }

    @Test
    void completesForNobodyOnlyWithoutATenant() {
        apply(store, oneOfEachOwner());

        apply(store, IndexOperation.complete(ORIGIN, "d", null, "r2"));

        assertThat(owners()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void deletesForOneTenantOnly() {
        apply(store, oneOfEachOwner());

        apply(store, IndexOperation.delete(ORIGIN, "d", "a"));

        assertThat(owners()).containsExactlyInAnyOrder("b", null);
    }

    @Test
    void deletesWhosesoeverDocumentWithoutATenant() {
        apply(store, oneOfEachOwner());
        apply(store, put(chunk("e", "stays"), 0, 0, 0, 1));

        apply(store, IndexOperation.delete(ORIGIN, "d", null));

        assertThat(all(store)).extracting(Chunk::documentId).containsExactly("e");
    }

    @Test
    void deletesWhatItDoesNotHoldWithoutFailing() {
        apply(store, IndexOperation.delete(ORIGIN, "never seen", null));

        assertThat(get(store.count())).isZero();
    }

    @Test
    void appliesOperationsOfADocumentInOrder() {
        apply(
                store,
                put(chunk("deleted", "gone"), 1, 0, 0, 0),
                IndexOperation.delete(ORIGIN, "deleted", null),
                IndexOperation.delete(ORIGIN, "revived", null),
                put(chunk("revived", "here"), 0, 1, 0, 0),
                put(chunk("twice", null, "r1", "first", Metadata.EMPTY), 0, 0, 1, 0),
                IndexOperation.complete(ORIGIN, "twice", null, "r1"),
                put(chunk("twice", null, "r2", "second", Metadata.EMPTY), 0, 0, 1, 0),
                IndexOperation.complete(ORIGIN, "twice", null, "r2"),
                put(chunk("twice", null, "r3", "third", Metadata.EMPTY), 0, 0, 1, 0));

        assertThat(all(store)).extracting(Chunk::text).containsExactlyInAnyOrder("here", "second", "third");
    }

    @Test
    void endsTheSameWhenOperationsAreAppliedAgain() {
        IndexOperation[] operations = {
            put(chunk("d", null, "r1", "one", Metadata.EMPTY), 1, 0, 0, 0),
            IndexOperation.complete(ORIGIN, "d", null, "r1"),
            put(chunk("d", null, "r2", "two", Metadata.EMPTY), 0, 1, 0, 0),
            IndexOperation.complete(ORIGIN, "d", null, "r2"),
            put(chunk("e", null, "r1", "three", Metadata.EMPTY), 0, 0, 1, 0),
            IndexOperation.delete(ORIGIN, "e", null)
        };
        apply(store, operations);
        List<Chunk> once = all(store);

        apply(store, operations);

        assertThat(once).extracting(Chunk::text).containsExactly("two");
        assertThat(all(store)).isEqualTo(once);
    }

    @Test
    void appliesNothing() {
        apply(store);

        assertThat(get(store.count())).isZero();
    }

    @Test
    void appliesTwoThousandChunksOfManyDocumentsAtOnce() {
        List<IndexOperation> operations = new ArrayList<>();
        for (int document = 0; document < 200; document++) {
            for (int i = 0; i < 10; i++) {
                operations.add(put(chunk("d" + document, "text " + document + "." + i), 1, document + 1, i + 1, 0));
            }
            operations.add(IndexOperation.complete(ORIGIN, "d" + document, null, document % 2 == 0 ? "r1" : "r2"));
        }

        get(store.apply(operations));

        assertThat(get(store.count())).isEqualTo(1_000);
        assertThat(all(store))
                .hasSize(1_000)
                .allSatisfy(
                        chunk -> assertThat(Integer.parseInt(chunk.documentId().substring(1)) % 2)
                                .isZero());
    }

    @Test
    void servesManyCallersAtOnce() {
        List<CompletableFuture<Void>> calls = IntStream.range(0, 50)
                .mapToObj(i -> store.apply(List.of(
                        put(chunk("d" + i, "text " + i), 1, i + 1, 0, 0),
                        IndexOperation.complete(ORIGIN, "d" + i, null, "r1"))))
                .toList();

        calls.forEach(VectorStoreFixture::get);

        assertThat(get(store.count())).isEqualTo(50);
    }

    @Test
    void findsTheNearestFirst() {
        apply(
                store,
                put(chunk("far", "far"), 0, 1, 0, 0),
                put(chunk("near", "near"), 2, 0.1f, 0, 0),
                put(chunk("between", "between"), 1, 1, 0, 0));

        List<ScoredChunk> found = search(store, new ChunkQuery(vector(1, 0, 0, 0), Filter.ALL, 2, null));

        assertThat(found).extracting(scored -> scored.chunk().documentId()).containsExactly("near", "between");
        assertThat(found.get(0).score()).isCloseTo(0.99875, within(1e-4));
        assertThat(found.get(1).score()).isCloseTo(0.70711, within(1e-4));
    }

    @Test
    void leavesOutWhatScoresLessThanAsked() {
        apply(
                store,
                put(chunk("orthogonal", "orthogonal"), 0, 1, 0, 0),
                put(chunk("half", "half"), 1, 1, 0, 0),
                put(chunk("same", "same"), 1, 0, 0, 0));

        assertThat(search(store, new ChunkQuery(vector(1, 0, 0, 0), Filter.ALL, 10, 0.5)))
                .extracting(scored -> scored.chunk().documentId())
                .containsExactly("same", "half");
        assertThat(search(store, new ChunkQuery(vector(1, 0, 0, 0), Filter.ALL, 10, 0.0)))
                .as("the least score counts")
                .hasSize(3);
    }

    @Test
    void refusesAVectorOfAnotherDimension() {
        assertThat(failure(store.apply(List.of(put(chunk("d", "text"), 1, 0, 0))))
                        .kind())
                .isEqualTo(FailureKind.FATAL);
        assertThat(get(store.count())).isZero();
    }

    @Test
    void refusesAChunkWithoutItsVector() {
        assertThat(failure(store.apply(List.of(IndexOperation.put(ORIGIN, chunk("d", "text")))))
                        .kind())
                .isEqualTo(FailureKind.FATAL);
    }

    @Test
    void failsWithAClassifiedFailureOnceClosed() {
        store.close();

        assertThat(failure(store.apply(List.of(put(chunk("d", "text"), 1, 0, 0, 0))))
                        .kind())
                .isEqualTo(FailureKind.FATAL);
        assertThat(failure(store.count()).kind()).isEqualTo(FailureKind.FATAL);
    }

    @Test
    void mayBeClosedTwice() {
        store.close();
        store.close();
    }

    /** Document {@code d} of tenants a, b and nobody, in revision r1. */
    private static IndexOperation[] oneOfEachOwner() {
        return new IndexOperation[] {
            put(chunk("d", "a", "r1", "text", Metadata.EMPTY), 1, 0, 0, 0),
            put(chunk("d", "b", "r1", "text", Metadata.EMPTY), 0, 1, 0, 0),
            put(chunk("d", null, "r1", "text", Metadata.EMPTY), 0, 0, 1, 0)
        };
    }

    private List<String> owners() {
        List<String> owners = new ArrayList<>();
        all(store).forEach(chunk -> owners.add(chunk.tenant()));
        return owners;
    }
}

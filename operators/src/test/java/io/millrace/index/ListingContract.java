package io.millrace.index;

import static io.millrace.index.Chunks.ORIGIN;
import static io.millrace.index.Chunks.at;
import static io.millrace.index.Chunks.chunk;
import static io.millrace.index.Chunks.put;
import static io.millrace.index.Chunks.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.Chunk;
import io.millrace.document.Metadata;
import io.millrace.failure.FailureKind;
import io.millrace.index.Manifest.Held;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link VectorStore} says of the documents that it holds. */
public abstract class ListingContract extends VectorStoreFixture {
    private VectorStore store;

    @BeforeEach
    final void openAStore() {
        store = freshStore();
    }

    @Test
    void saysOfEachChunkForWhichStateItWasWrittenAndWhereItStands() {
        Chunk plain = chunk("d", "plain");
        Chunk placed = at(3, chunk("d", "placed"));
        apply(store, put(plain, 1, 0, 0, 0), put(placed, 0, 1, 0, 0));

        assertThat(manifest("d", null))
                .isEqualTo(new Manifest(Map.of(plain.id(), Held.of(plain), placed.id(), Held.of(placed))));
    }

    @Test
    void saysOfAChunkThatMovedOrStayedWhatItIsNow() {
        Chunk moved = at(3, chunk("d", null, "r2", "moved", Metadata.EMPTY));
        Chunk kept = chunk("d", null, "r2", "kept", Metadata.EMPTY);
        apply(store, put(chunk("d", "moved"), 1, 0, 0, 0), put(chunk("d", "kept"), 0, 1, 0, 0));

        apply(store, IndexOperation.move(ORIGIN, moved), IndexOperation.keep(ORIGIN, kept));

        assertThat(manifest("d", null))
                .isEqualTo(new Manifest(Map.of(moved.id(), Held.of(moved), kept.id(), Held.of(kept))));
    }

    @Test
    void looksUpManyDocumentsOfManyOwnersAtOnce() {
        List<IndexOperation> puts = new ArrayList<>();
        Map<DocumentKey, Manifest> expected = new HashMap<>();
        for (int i = 0; i < 64; i++) {
            for (@Nullable String tenant : new String[] {null, "acme", "bolt"}) {
                Chunk chunk = chunk("d" + i, tenant, "r1", "text", Metadata.EMPTY);
                puts.add(put(chunk, 1, i, 0, 0));
                if (!"bolt".equals(tenant)) {
                    expected.put(new DocumentKey("d" + i, tenant), new Manifest(Map.of(chunk.id(), Held.of(chunk))));
                }
            }
        }
        get(store.apply(puts));

        assertThat(get(store.manifests(expected.keySet()))).isEqualTo(expected);
    }

    @Test
    void saysThatItHoldsNothingOfADocumentThatIsNotThere() {
        apply(store, put(chunk("d", "acme", "r1", "text", Metadata.EMPTY), 1, 0, 0, 0));
        DocumentKey absent = new DocumentKey("never seen", null);
        DocumentKey anothers = new DocumentKey("d", null);

        assertThat(get(store.manifests(Set.of(absent, anothers))))
                .isEqualTo(Map.of(absent, Manifest.EMPTY, anothers, Manifest.EMPTY));
        assertThat(get(store.manifests(Set.of()))).isEmpty();
    }

    @Test
    void listsEveryChunkOfADocumentOfThousands() {
        List<Chunk> chunks = IntStream.range(0, 4_500)
                .mapToObj(i -> at(i, chunk("large", "text " + i)))
                .toList();
        get(store.apply(chunks.stream().map(chunk -> put(chunk, 1, 0, 0, 0)).toList()));
        apply(store, put(chunk("small", "text"), 1, 0, 0, 0));

        Map<String, Held> expected = new HashMap<>();
        chunks.forEach(chunk -> expected.put(chunk.id(), Held.of(chunk)));
        assertThat(manifest("large", null).chunks()).isEqualTo(expected);
        assertThat(manifest("small", null).chunks()).hasSize(1);
    }

    @Test
    void tellsAWholeStateFromOneThatIsHalfWritten() {
        Chunk one = of("r1", "one", 2);
        Chunk two = of("r1", "two", 2);
        assertThat(manifest("d", null).isWhole("r1")).isFalse();

        apply(store, put(one, 1, 0, 0, 0));
        assertThat(manifest("d", null).isWhole("r1")).as("a chunk is missing").isFalse();

        apply(store, put(two, 1, 0, 0, 0));
        assertThat(manifest("d", null).isWhole("r1")).isTrue();
        assertThat(manifest("d", null).isWhole("r2")).isFalse();

        apply(store, put(of("r2", "three", 3), 1, 0, 0, 0));
        assertThat(manifest("d", null).isWhole("r1"))
                .as("a later state has begun")
                .isFalse();

        apply(store, IndexOperation.keep(ORIGIN, of("r2", "one", 3)), put(of("r2", "four", 3), 1, 0, 0, 0));
        assertThat(manifest("d", null).isWhole("r2"))
                .as("an earlier state's chunk is left")
                .isFalse();

        apply(store, IndexOperation.complete(ORIGIN, "d", null, "r2"));
        assertThat(manifest("d", null).isWhole("r2")).isTrue();
    }

    @Test
    void listsTheDocumentsOfASourceAloneOverAllPages() {
        List<IndexOperation> puts = new ArrayList<>();
        Set<DocumentKey> expected = new HashSet<>();
        for (int i = 0; i < 700; i++) {
            @Nullable String tenant = i % 3 == 0 ? null : "tenant " + i % 3;
            expected.add(new DocumentKey("d" + i, tenant));
            for (int part = 0; part < 4; part++) {
                puts.add(put(chunk("d" + i, tenant, "r1", "part " + part, Metadata.EMPTY), 1, i, 0, 0));
            }
        }
        Chunk another = with("topic:others", null, null, chunk("another", "text"));
        puts.add(put(another, 1, 0, 0, 0));
        get(store.apply(puts));

        assertThat(documents("topic:documents")).isEqualTo(expected);
        assertThat(documents("topic:others")).isEqualTo(Set.of(new DocumentKey("another", null)));
        assertThat(documents("topic:none")).isEmpty();
    }

    @Test
    void failsWithAClassifiedFailureOnceClosed() {
        store.close();

        assertThat(failure(store.manifests(Set.of(new DocumentKey("d", null)))).kind())
                .isEqualTo(FailureKind.FATAL);
        assertThat(failure(store.documents("topic:documents", null)).kind()).isEqualTo(FailureKind.FATAL);
    }

    private Manifest manifest(String documentId, @Nullable String tenant) {
        DocumentKey key = new DocumentKey(documentId, tenant);
        Map<DocumentKey, Manifest> manifests = get(store.manifests(Set.of(key)));
        assertThat(manifests).containsOnlyKeys(key);
        return manifests.getOrDefault(key, Manifest.EMPTY);
    }

    private Set<DocumentKey> documents(String source) {
        Set<DocumentKey> documents = new HashSet<>();
        String from = null;
        do {
            DocumentPage page = get(store.documents(source, from));
            documents.addAll(page.documents());
            from = page.next();
        } while (from != null);
        return documents;
    }

    private static Chunk of(String revision, String text, int chunkCount) {
        return Chunks.ofMany(chunkCount, chunk("d", null, revision, text, Metadata.EMPTY));
    }
}

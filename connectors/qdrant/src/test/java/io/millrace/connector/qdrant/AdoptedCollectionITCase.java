package io.millrace.connector.qdrant;

import static io.millrace.index.Chunks.ORIGIN;
import static io.millrace.index.Chunks.chunk;
import static io.millrace.index.Chunks.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.chunk.Chunk;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.index.AuditableStore;
import io.millrace.index.CollectionSpec;
import io.millrace.index.DocumentKey;
import io.millrace.index.DocumentPage;
import io.millrace.index.FieldType;
import io.millrace.index.IndexOperation;
import io.millrace.index.IndexedChunk;
import io.millrace.index.Manifest;
import io.millrace.index.Manifest.Held;
import io.millrace.index.VectorStore;
import io.millrace.index.VectorStoreFixture;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.Filter;
import io.qdrant.client.PointIdFactory;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.DenseVector;
import io.qdrant.client.grpc.Points.PointStruct;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A collection that others made and filled, taken over: whatever its vector is called, what is theirs stays as it is. */
final class AdoptedCollectionITCase extends VectorStoreFixture {
    private static final int THEIRS = 12;
    private static final ChunkQuery NEAREST = new ChunkQuery(vector(1, 0, 0, 0), Filter.ALL, 5, null);

    private String vector = "";
    private String name = "";

    @BeforeEach
    void nameACollection() {
        name = freshName();
    }

    @Override
    protected VectorStore open(String collection) {
        QdrantSettings running = RunningQdrant.settings();
        return QdrantVectorStore.open(
                new QdrantSettings(running.url(), running.apiKey(), running.timeout(), vector), collection);
    }

    @Override
    protected void drop(String collection) {
        Administration.drop(collection);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text"})
    void findsChunksAmongNearerPointsOfOthers(String named) {
        VectorStore store = adopted(named);
        Chunk chunk = chunk("d", "text");

        apply(store, put(chunk, 0.6f, 0.4f, 0, 0));

        assertThat(search(store, NEAREST))
                .extracting(found -> found.chunk().id())
                .containsExactly(chunk.id());
        assertThat(find(store, new Filter.Equal("documentId", new Filter.Scalar.Text("d"))))
                .containsExactly(chunk);
        assertThat(get(store.count())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text"})
    void neitherListsNorRemovesWhatIsTheirs(String named) {
        AuditableStore store = (AuditableStore) adopted(named);
        Chunk chunk = chunk("d", "text");
        DocumentKey key = new DocumentKey("d", null);
        apply(store, put(chunk, 1, 0, 0, 0));

        assertThat(get(store.manifests(Set.of(key))))
                .isEqualTo(Map.of(key, new Manifest(Map.of(chunk.id(), Held.of(chunk)))));
        assertThat(get(store.chunks(Set.of(key))).get(key)).containsExactly(new IndexedChunk(chunk.id(), chunk));
        assertThat(get(store.documents(chunk.source(), null))).isEqualTo(new DocumentPage(Set.of(key), null));

        apply(store, IndexOperation.complete(ORIGIN, "d", null, "another revision"));
        apply(store, IndexOperation.delete(ORIGIN, "d", null), IndexOperation.delete(ORIGIN, "", null));

        assertThat(get(store.count())).isZero();
        assertThat(Administration.info(name).getPointsCount()).isEqualTo(THEIRS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text"})
    void isRefusedToThoseWhoOnlyReadUntilItIsLocked(String named) {
        theirs(named);
        VectorStore reader = opened(name);

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> reader.verifyCollection(adopting()))
                .withMessageContaining("isn't locked yet; its " + new VectorName(named) + " fits " + SPACE
                        + ". Start the ingest job first, with qdrant.adopt");
        assertThat(metadata()).containsOnlyKeys("owner");

        opened(name).ensureCollection(adopting());
        reader.verifyCollection(adopting());
        reader.verifyCollection(new CollectionSpec(name, SPACE, Map.of()));

        assertThat(search(reader, NEAREST)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text"})
    void isLockedOnceItIsAdopted(String named) {
        adopted(named);
        CollectionSpec other = new CollectionSpec(name, SPACE.withRevision("2"), Map.of(), "", true);

        assertThat(metadata())
                .isEqualTo(Map.of(
                        "owner",
                        ValueFactory.value("somebody"),
                        "millrace",
                        new CollectionLock(2, SPACE, new VectorName(named), "by sentences", "", true).write()));
        opened(name).ensureCollection(new CollectionSpec(name, SPACE, Map.of()));
        assertThat(Administration.lock(name).adopted()).isTrue();
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> opened(name).ensureCollection(other))
                .withMessageContaining("they can't be compared");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text"})
    void isRefusedWithAVectorOfAnotherSize(String named) {
        theirs(named);
        CollectionSpec larger = new CollectionSpec(
                name, new VectorSpace("test", "unit", 5, SPACE.distance(), "", ""), Map.of(), "", true);

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> opened(name).ensureCollection(larger))
                .withMessageContaining("of 4 dimensions, cosine, and needs 5, cosine");
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> opened(name).verifyCollection(larger));
        assertThat(metadata()).containsOnlyKeys("owner");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text"})
    void isLeftAsItIsWhenItsFieldsCanNotBeIndexed(String named) {
        theirs(named);
        CollectionSpec impossible =
                new CollectionSpec(name, SPACE, Map.of("title", FieldType.TEXT), "by sentences", true);

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> opened(name).ensureCollection(impossible))
                .withMessageContaining("qdrant.fields.title");
        assertThat(metadata()).containsOnlyKeys("owner");
    }

    private VectorStore adopted(String named) {
        theirs(named);
        VectorStore store = opened(name);
        store.ensureCollection(adopting());
        return store;
    }

    private CollectionSpec adopting() {
        return new CollectionSpec(name, SPACE, Map.of(), "by sentences", true);
    }

    private Map<String, Value> metadata() {
        return Administration.info(name).getConfig().getMetadataMap();
    }

    /** Points of ids of both kinds; some with names of ours in their payloads, even with our document. */
    private void theirs(String named) {
        vector = named;
        Administration.create(CreateCollection.newBuilder()
                .setCollectionName(name)
                .setVectorsConfig(new VectorName(named)
                        .declare(VectorParams.newBuilder()
                                .setSize(4)
                                .setDistance(Distance.Cosine)
                                .build()))
                .putMetadata("owner", ValueFactory.value("somebody"))
                .build());
        String source = chunk("d", "text").source();
        List<Map<String, Value>> payloads = List.of(
                Map.of("text", ValueFactory.value("theirs")),
                Map.of("documentId", ValueFactory.value("d"), "source", ValueFactory.value(source)),
                Map.of("source", ValueFactory.value(source), "revision", ValueFactory.value("r1")));
        IntStream.range(0, THEIRS)
                .forEach(i -> Administration.upsert(
                        name,
                        PointStruct.newBuilder()
                                .setId(id(i))
                                .setVectors(new VectorName(named)
                                        .of(
                                                DenseVector.newBuilder()
                                                        .addAllData(List.of(1f, 0f, 0f, 0f))
                                                        .build(),
                                                null))
                                .putAllPayload(payloads.get(i % payloads.size()))
                                .build()));
    }

    private static PointId id(int i) {
        return i % 2 == 0 ? PointIdFactory.id(i) : PointIdFactory.id(new UUID(0, i));
    }
}

package io.millrace.connector.qdrant;

import static io.millrace.index.Chunks.chunk;
import static io.millrace.index.Chunks.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.embed.VectorSpace;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import io.millrace.index.CollectionSpec;
import io.millrace.index.VectorStore;
import io.millrace.index.VectorStoreFixture;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.Filter;
import io.qdrant.client.PointIdFactory;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.VectorFactory;
import io.qdrant.client.VectorsFactory;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.PointStruct;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What other hands left in a server, as the store meets it: on the embedded store, or on {@code -Dqdrant.url}. */
final class CollectionsOfOthersITCase extends VectorStoreFixture {
    @Override
    protected VectorStore open(String collection) {
        return QdrantVectorStore.open(RunningQdrant.settings(), collection);
    }

    @Override
    protected void drop(String collection) {
        Administration.drop(collection);
    }

    @Test
    void writesItsLockAndItsIndexes() {
        String name = freshName();

        opened(name).ensureCollection(spec(name));

        CollectionInfo info = Administration.info(name);
        assertThat(info.getConfig().getMetadataMap())
                .containsExactly(
                        Map.entry("millrace", new CollectionLock(2, SPACE, VectorName.DENSE, "", "", false).write()));
        assertThat(info.getPayloadSchemaOrThrow("tenant")
                        .getParams()
                        .getKeywordIndexParams()
                        .getIsTenant())
                .isTrue();
    }

    @Test
    void refusesACollectionThatSomebodyElseMade() {
        String name = freshName();
        Administration.create(CreateCollection.newBuilder()
                .setCollectionName(name)
                .setVectorsConfig(VectorsConfig.newBuilder()
                        .setParams(VectorParams.newBuilder().setSize(4).setDistance(Distance.Cosine)))
                .build());
        VectorStore store = opened(name);

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> store.ensureCollection(spec(name)))
                .withMessage("Collection '" + name + "' was not made by Millrace: it has no 'millrace' in its metadata;"
                        + " it has the unnamed vector of 4 dimensions, cosine. Name another collection"
                        + " (qdrant.collection), or set qdrant.adopt to true to write into this one beside what it"
                        + " holds");
        assertThatExceptionOfType(FatalException.class).isThrownBy(() -> store.verifyCollection(spec(name)));
    }

    @Test
    void worksThroughAnAlias() {
        String name = freshName();
        String alias = name + "-alias";
        opened(name).ensureCollection(spec(name));
        Administration.alias(alias, name);
        VectorStore store = opened(alias);

        store.ensureCollection(spec(alias));
        store.verifyCollection(spec(alias));
        apply(store, put(chunk("d", "text"), 1, 0, 0, 0));

        assertThat(get(store.count())).isEqualTo(1);
        assertThat(all(store)).isEqualTo(all(opened(name))).hasSize(1);
        assertThat(get(store.filterableFields())).isNotEmpty();
    }

    @Test
    void leavesOutPointsThatSomebodyElseWroteAndFindsWhatTheyHid() {
        String name = freshName();
        VectorStore store = opened(name);
        store.ensureCollection(spec(name));
        apply(store, put(chunk("d", "text"), 0.9f, 0.1f, 0, 0));
        Administration.upsert(
                name,
                PointStruct.newBuilder()
                        .setId(PointIdFactory.id(42))
                        .setVectors(VectorsFactory.namedVectors(Map.of("dense", VectorFactory.vector(1, 0, 0, 0))))
                        .putPayload("text", ValueFactory.value("theirs"))
                        .build());

        ChunkQuery nearest = new ChunkQuery(vector(1, 0, 0, 0), Filter.ALL, 1, null);

        assertThat(search(store, nearest))
                .extracting(found -> found.chunk().documentId())
                .containsExactly("d");
        assertThat(search(store, nearest)).hasSize(1);
        assertThat(Administration.info(name).getPointsCount()).isEqualTo(2);
    }

    @Test
    void leavesOutAPointThatHasTheFieldsOfAChunkAndIsNone() {
        String name = freshName();
        VectorStore store = opened(name);
        store.ensureCollection(spec(name));
        Administration.upsert(
                name,
                PointStruct.newBuilder()
                        .setId(PointIdFactory.id(42))
                        .setVectors(VectorsFactory.namedVectors(Map.of("dense", VectorFactory.vector(1, 0, 0, 0))))
                        .putPayload("documentId", ValueFactory.value("theirs"))
                        .putPayload("revision", ValueFactory.value(7))
                        .build());

        assertThat(all(store)).isEmpty();
    }

    @Test
    void bringsALockOfTheFirstFormatUpToDate() {
        String name = freshName();
        Administration.create(CreateCollection.newBuilder()
                .setCollectionName(name)
                .setVectorsConfig(VectorName.DENSE.declare(VectorParams.newBuilder()
                        .setSize(3)
                        .setDistance(Distance.Dot)
                        .build()))
                .putMetadata("millrace", CollectionLockTest.first("m"))
                .putMetadata("owner", ValueFactory.value("somebody"))
                .build());
        VectorSpace space = new VectorSpace("p", "m", "r", 3, io.millrace.embed.Distance.DOT, true, "d ", "q ");
        CollectionSpec spec = new CollectionSpec(name, space, Map.of(), "by sentences", false);

        opened(name).verifyCollection(spec);
        assertThat(metadata(name)).containsEntry("millrace", CollectionLockTest.first("m"));
        opened(name).ensureCollection(spec);

        assertThat(metadata(name))
                .isEqualTo(Map.of(
                        "millrace",
                        new CollectionLock(2, space, VectorName.DENSE, "by sentences", "", false).write(),
                        "owner",
                        ValueFactory.value("somebody")));
        CollectionSpec later = new CollectionSpec(name, space.withRevision("s"), Map.of());
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> opened(name).ensureCollection(later))
                .withMessageContaining("revision 'r' there, 's' here (embedding.revision)");
    }

    @Test
    void notesHowChunksAreMadeNow() {
        String name = freshName();
        opened(name).ensureCollection(spec(name).withChunking("by sentences"));

        opened(name).ensureCollection(spec(name).withChunking("by words"));
        assertThat(Administration.lock(name).chunking()).isEqualTo("by words");

        opened(name).ensureCollection(spec(name));
        assertThat(Administration.lock(name).chunking()).isEqualTo("by words");
    }

    @Test
    void refusesThroughAnAliasThatWasPointedElsewhere() {
        String made = freshName();
        String other = freshName();
        String alias = made + "-alias";
        opened(made).ensureCollection(spec(made));
        opened(other).ensureCollection(new CollectionSpec(other, SPACE.withRevision("2"), Map.of()));
        Administration.alias(alias, made);
        VectorStore store = opened(alias);
        store.verifyCollection(spec(alias));

        Administration.alias(alias, other);

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> store.verifyCollection(spec(alias)))
                .withMessageContaining("revision '2' there, not stated here");
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> store.ensureCollection(spec(alias)))
                .withMessageContaining("revision '2' there, not stated here");
    }

    @Test
    void stampsThroughAnAliasWhatItStandsFor() {
        String name = freshName();
        String alias = name + "-alias";
        opened(name).ensureCollection(spec(name));
        Administration.alias(alias, name);

        opened(alias).ensureCollection(spec(alias).withChunking("by sentences"));

        assertThat(Administration.lock(name).chunking()).isEqualTo("by sentences");
    }

    @Test
    void saysWhichDimensionIsWrong() {
        String name = freshName();
        VectorStore store = opened(name);
        store.ensureCollection(spec(name));
        String expected = "Collection '" + name + "' (qdrant.collection) takes vectors of 4 dimensions, got 3: use the"
                + " embedding model that it was made with, and its size (embedding.dimension)";

        ClassifiedException write = failure(store.apply(List.of(put(chunk("d", "text"), 1, 0, 0))));
        ClassifiedException search = failure(store.search(new ChunkQuery(vector(1, 0, 0), Filter.ALL, 1, null)));

        assertThat(write).isInstanceOf(FatalException.class).hasMessage(expected);
        assertThat(search).isInstanceOf(FatalException.class).hasMessage(expected);
    }

    @Test
    void saysWhichCollectionIsAbsent() {
        String name = freshName();
        VectorStore store = opened(name);

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> store.verifyCollection(spec(name)))
                .withMessage("Collection '" + name + "' (qdrant.collection) doesn't exist in Qdrant at "
                        + RunningQdrant.settings().url() + "; an ingest job creates it");
    }

    private static Map<String, Value> metadata(String name) {
        return Administration.info(name).getConfig().getMetadataMap();
    }

    private static CollectionSpec spec(String name) {
        return new CollectionSpec(name, SPACE, Map.of());
    }
}

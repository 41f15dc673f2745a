package io.millrace.connector.qdrant;

import static io.millrace.index.Chunks.chunk;
import static io.millrace.index.Chunks.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import io.millrace.index.CollectionSpec;
import io.millrace.index.VectorStore;
import io.millrace.index.VectorStoreFixture;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.VectorQuery;
import io.qdrant.client.PointIdFactory;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.VectorFactory;
import io.qdrant.client.VectorsFactory;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorsConfig;
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
                .containsExactly(Map.entry("millrace", CollectionLock.write(SPACE)));
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
                .withMessage("Collection '" + name + "' was not made by Millrace: it has no 'millrace' in its metadata"
                        + " and no vector named 'dense'. Name another collection (qdrant.collection)");
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
    void refusesAPointThatSomebodyElseWrote() {
        String name = freshName();
        VectorStore store = opened(name);
        store.ensureCollection(spec(name));
        Administration.upsert(
                name,
                PointStruct.newBuilder()
                        .setId(PointIdFactory.id(42))
                        .setVectors(VectorsFactory.namedVectors(Map.of("dense", VectorFactory.vector(1, 0, 0, 0))))
                        .putPayload("text", ValueFactory.value("theirs"))
                        .build());

        ClassifiedException failure = failure(store.search(new VectorQuery(vector(1, 0, 0, 0), Filter.ALL, 1, null)));

        assertThat(failure).isInstanceOf(FatalException.class);
        assertThat(failure)
                .hasMessage("Point 42 of collection '" + name
                        + "' (qdrant.collection) was not written by Millrace: it has no 'documentId'");
    }

    @Test
    void saysWhichDimensionIsWrong() {
        String name = freshName();
        VectorStore store = opened(name);
        store.ensureCollection(spec(name));
        String expected = "Collection '" + name + "' (qdrant.collection) takes vectors of 4 dimensions, got 3: use the"
                + " embedding model that it was made with, and its size (embedding.dimension)";

        ClassifiedException write = failure(store.apply(List.of(put(chunk("d", "text"), 1, 0, 0))));
        ClassifiedException search = failure(store.search(new VectorQuery(vector(1, 0, 0), Filter.ALL, 1, null)));

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

    private static CollectionSpec spec(String name) {
        return new CollectionSpec(name, SPACE, Map.of());
    }
}

package io.millrace.index;

import static io.millrace.index.Chunks.chunk;
import static io.millrace.index.Chunks.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.embed.Distance;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.ScoredChunk;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link VectorStore} keeps about collections: creation, the lock to a vector space, field indexes. */
public abstract class CollectionContract extends VectorStoreFixture {
    private static final List<VectorSpace> OTHER_SPACES = List.of(
            new VectorSpace("other", "unit", 4, Distance.COSINE, "", ""),
            new VectorSpace("test", "other", 4, Distance.COSINE, "", ""),
            new VectorSpace("test", "unit", 5, Distance.COSINE, "", ""),
            new VectorSpace("test", "unit", 4, Distance.DOT, "", ""),
            new VectorSpace("test", "unit", 4, Distance.COSINE, "passage: ", ""),
            new VectorSpace("test", "unit", 4, Distance.COSINE, "", "query: "),
            SPACE.withRevision("2"));

    @Test
    void leavesACollectionAsItIsWhenItIsEnsuredAgain() {
        String name = freshName();
        VectorStore store = opened(name);
        store.ensureCollection(spec(name));
        apply(store, put(chunk("d", "text"), 1, 0, 0, 0));

        store.ensureCollection(spec(name));

        assertThat(get(store.count())).isEqualTo(1);
    }

    @Test
    void createsACollectionOnceForManyJobs() {
        String name = freshName();
        List<CompletableFuture<Void>> jobs = IntStream.range(0, 6)
                .mapToObj(i -> opened(name))
                .map(store -> CompletableFuture.runAsync(() -> store.ensureCollection(spec(name))))
                .toList();

        jobs.forEach(VectorStoreFixture::get);

        assertThat(get(opened(name).count())).isZero();
        assertThat(get(opened(name).filterableFields())).containsAllEntriesOf(ChunkFields.BUILT_IN);
    }

    @Test
    void refusesACollectionOfAnotherSpaceAndNamesBoth() {
        String name = freshName();
        VectorStore store = opened(name);
        store.ensureCollection(spec(name));

        for (VectorSpace other : OTHER_SPACES) {
            CollectionSpec wanted = new CollectionSpec(name, other, Map.of());
            assertThatExceptionOfType(FatalException.class)
                    .isThrownBy(() -> store.ensureCollection(wanted))
                    .withMessageContaining(SPACE.toString())
                    .withMessageContaining(other.toString());
            assertThatExceptionOfType(FatalException.class)
                    .isThrownBy(() -> store.verifyCollection(wanted))
                    .withMessageContaining(SPACE.toString())
                    .withMessageContaining(other.toString());
        }
    }

    @Test
    void refusesVectorsOfAnotherLengthWhereTheirLengthCounts() {
        String name = freshName();
        VectorStore store = opened(name);
        VectorSpace space = SPACE.withDistance(Distance.DOT);
        store.ensureCollection(new CollectionSpec(name, space, Map.of()));
        CollectionSpec wanted = new CollectionSpec(name, space.withNormalised(true), Map.of());

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> store.ensureCollection(wanted))
                .withMessageContaining(wanted.space().toString());
        assertThatExceptionOfType(FatalException.class).isThrownBy(() -> store.verifyCollection(wanted));
    }

    @Test
    void takesVectorsOfAnyLengthWhereOnlyTheirAngleCounts() {
        String name = freshName();
        VectorStore store = opened(name);
        store.ensureCollection(spec(name));
        CollectionSpec known = new CollectionSpec(name, SPACE.withNormalised(true), Map.of());

        store.verifyCollection(known);
        store.ensureCollection(known);
        store.verifyCollection(spec(name));
    }

    @Test
    void takesChunksThatAreMadeInAnotherWay() {
        String name = freshName();
        VectorStore store = opened(name);
        store.ensureCollection(spec(name).withChunking("sentences of five"));
        apply(store, put(chunk("d", "text"), 1, 0, 0, 0));

        store.ensureCollection(spec(name).withChunking("words"));
        store.verifyCollection(spec(name).withChunking("sentences of five"));
        store.verifyCollection(spec(name));

        assertThat(get(store.count())).isEqualTo(1);
    }

    @Test
    void refusesACollectionOfAnotherSpaceWhenItIsToBeAdopted() {
        String name = freshName();
        VectorStore store = opened(name);
        store.ensureCollection(spec(name));
        CollectionSpec wanted = new CollectionSpec(name, SPACE.withRevision("2"), Map.of(), "", true);

        assertThatExceptionOfType(FatalException.class).isThrownBy(() -> store.ensureCollection(wanted));
        assertThatExceptionOfType(FatalException.class).isThrownBy(() -> store.verifyCollection(wanted));
    }

    @Test
    void verifiesACollectionOfItsSpace() {
        String name = freshName();
        opened(name).ensureCollection(spec(name));

        opened(name).verifyCollection(spec(name));
    }

    @Test
    void refusesToVerifyAnAbsentCollectionAndDoesNotCreateIt() {
        String name = freshName();
        VectorStore store = opened(name);

        assertThatExceptionOfType(FatalException.class).isThrownBy(() -> store.verifyCollection(spec(name)));

        assertThat(failure(store.count()).kind()).isEqualTo(FailureKind.FATAL);
        assertThat(failure(store.search(new ChunkQuery(vector(1, 0, 0, 0), Filter.ALL, 1, null)))
                        .kind())
                .isEqualTo(FailureKind.FATAL);
    }

    @Test
    void saysWhichFieldsCanBeFilteredOn() {
        String name = freshName();
        VectorStore store = opened(name);
        Map<String, FieldType> fields = Map.of(
                "metadata.tag", FieldType.KEYWORD,
                "metadata.year", FieldType.INTEGER,
                "metadata.price", FieldType.FLOAT,
                "metadata.public", FieldType.BOOL,
                "metadata.at", FieldType.DATETIME,
                "metadata.about", FieldType.TEXT);

        store.ensureCollection(new CollectionSpec(name, SPACE, fields));

        assertThat(get(store.filterableFields()))
                .containsAllEntriesOf(fields)
                .containsAllEntriesOf(ChunkFields.BUILT_IN)
                .hasSize(fields.size() + ChunkFields.BUILT_IN.size());
    }

    @Test
    void addsFieldsToACollectionThatLacksThem() {
        String name = freshName();
        VectorStore store = opened(name);
        store.ensureCollection(spec(name));

        store.ensureCollection(new CollectionSpec(name, SPACE, Map.of("metadata.year", FieldType.INTEGER)));

        assertThat(get(store.filterableFields())).containsEntry("metadata.year", FieldType.INTEGER);
    }

    @Test
    void refusesAFieldThatIsIndexedWithAnotherType() {
        String name = freshName();
        VectorStore store = opened(name);
        store.ensureCollection(new CollectionSpec(name, SPACE, Map.of("metadata.year", FieldType.INTEGER)));

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> store.ensureCollection(
                        new CollectionSpec(name, SPACE, Map.of("metadata.year", FieldType.KEYWORD))))
                .withMessageContaining("metadata.year");
    }

    @Test
    void refusesABuiltInFieldOfAnotherType() {
        String name = freshName();
        VectorStore store = opened(name);

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(
                        () -> store.ensureCollection(new CollectionSpec(name, SPACE, Map.of("title", FieldType.TEXT))))
                .withMessageContaining("title");
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void findsTheNearestByEveryDistance(Distance distance) {
        String name = freshName();
        VectorStore store = opened(name);
        VectorSpace space = new VectorSpace("test", "unit", 2, distance, "", "");
        store.ensureCollection(new CollectionSpec(name, space, Map.of()));
        apply(
                store,
                put(chunk("far", "far"), -3, -4),
                put(chunk("near", "near"), 3, 4.5f),
                put(chunk("between", "between"), 0.5f, -1));

        List<ScoredChunk> found = search(store, new ChunkQuery(vector(3, 4), Filter.ALL, 10, null));

        assertThat(found).extracting(scored -> scored.chunk().documentId()).containsExactly("near", "between", "far");
    }

    private static CollectionSpec spec(String name) {
        return new CollectionSpec(name, SPACE, Map.of());
    }
}

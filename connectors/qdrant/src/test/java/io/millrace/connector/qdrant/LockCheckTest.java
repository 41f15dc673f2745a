package io.millrace.connector.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.embed.Distance;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.index.CollectionSpec;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.Collections;
import io.qdrant.client.grpc.Collections.CollectionConfig;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CollectionParams;
import io.qdrant.client.grpc.Collections.Datatype;
import io.qdrant.client.grpc.Collections.MultiVectorConfig;
import io.qdrant.client.grpc.Collections.VectorParams;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LockCheckTest {
    private static final VectorSpace SPACE =
            new VectorSpace("openai", "text-embedding-3-small", "1", 1536, Distance.COSINE, true, "", "");
    private static final VectorParams FITTING = params(1536, Collections.Distance.Cosine);
    private static final String LOCKED = "Collection 'docs' (qdrant.collection) holds vectors of ";

    @Test
    void takesACollectionThatIsLockedToItsSpace() {
        CollectionLock lock = lock(SPACE, VectorName.DENSE);

        assertThat(check(info("dense", FITTING, lock), spec(SPACE, false))).isEqualTo(lock);
    }

    @Test
    void namesBothSpacesWhatDiffersAndTheWaysOut() {
        VectorSpace wanted = new VectorSpace("onnx", "e5-small", "", 1536, Distance.COSINE, false, "p: ", "q: ");

        assertRefused(
                info("dense", FITTING, lock(SPACE, VectorName.DENSE)),
                spec(wanted, false),
                "Collection 'docs' (qdrant.collection) holds vectors of openai/text-embedding-3-small of revision 1, 1536"
                        + " dimensions, cosine, unit length, and this job makes vectors of onnx/e5-small, 1536"
                        + " dimensions, cosine, prefixes 'p: ' and 'q: '; they can't be compared. What differs: provider"
                        + " 'openai' there, 'onnx' here (embedding.provider); model 'text-embedding-3-small' there,"
                        + " 'e5-small' here (embedding.model); revision '1' there, not stated here"
                        + " (embedding.revision); document prefix '' there, 'p: ' here (embedding.document-prefix); query"
                        + " prefix '' there, 'q: ' here (embedding.query-prefix). Either embed as the collection was"
                        + " made, or migrate: ingest into a new collection (--set qdrant.collection=NEW), then point the"
                        + " query job, or the alias that it uses, to that one; see 'Change the embedding model' in"
                        + " docs/operations.md");
    }

    @Test
    void namesTheLengthOfVectorsWhereItCounts() {
        VectorSpace stored = SPACE.withDistance(Distance.DOT);

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> check(
                        info("dense", params(1536, Collections.Distance.Dot), lock(stored, VectorName.DENSE)),
                        spec(stored.withNormalised(false), false)))
                .withMessageContaining(
                        "What differs: length of vectors one there, not known to be one here (embedding.model). Either");
    }

    @Test
    void refusesAnotherSpaceWhenItIsToAdoptToo() {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> check(
                        info("dense", FITTING, lock(SPACE, VectorName.DENSE)), spec(SPACE.withRevision("2"), true)))
                .withMessageStartingWith(LOCKED);
    }

    @Test
    void refusesACollectionWithoutALockAndSaysHowToAdoptIt() {
        assertRefused(
                info("", FITTING, null),
                spec(SPACE, false),
                "Collection 'docs' was not made by Millrace: it has no 'millrace' in its metadata; it has the unnamed"
                        + " vector of 1536 dimensions, cosine. Name another collection (qdrant.collection), or set"
                        + " qdrant.adopt to true to write into this one beside what it holds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dense", "text"})
    void letsACollectionBeAdoptedWhoseVectorFits(String name) {
        LockCheck check = new LockCheck("docs", new VectorName(name));

        assertThat(check.check(info(name, FITTING, null), spec(SPACE, true))).isNull();
    }

    @Test
    void refusesToAdoptACollectionWithoutTheVector() {
        assertRefused(
                info("text", FITTING, null),
                spec(SPACE, true),
                "Collection 'docs' (qdrant.collection) has no vector 'dense' (qdrant.vector); it has vector 'text' of 1536"
                        + " dimensions, cosine");
    }

    @Test
    void refusesToAdoptACollectionWithoutAnyVector() {
        CollectionInfo bare = CollectionInfo.newBuilder()
                .setConfig(CollectionConfig.newBuilder().putMetadata("owner", ValueFactory.value("somebody")))
                .build();

        assertRefused(
                bare,
                spec(SPACE, true),
                "Collection 'docs' (qdrant.collection) has no vector 'dense' (qdrant.vector); it has no dense vector");
    }

    @Test
    void refusesAVectorOfAnotherSize() {
        assertRefused(
                info("dense", params(768, Collections.Distance.Euclid), null),
                spec(SPACE, true),
                "Collection 'docs' (qdrant.collection) has a vector 'dense' of 768 dimensions, euclid, and needs 1536,"
                        + " cosine (embedding.dimension, embedding.distance)");
    }

    @Test
    void refusesAVectorThatIsNotAsTheLockSays() {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> check(
                        info("dense", params(768, Collections.Distance.Cosine), lock(SPACE, VectorName.DENSE)),
                        spec(SPACE, false)))
                .withMessageContaining("has a vector 'dense' of 768 dimensions, cosine, and needs 1536, cosine");
    }

    @Test
    void refusesAnotherVectorThanTheLockNames() {
        assertRefused(
                info("dense", FITTING, lock(SPACE, new VectorName("text"))),
                spec(SPACE, false),
                "Collection 'docs' (qdrant.collection) is locked with its vector 'text', and this job uses the vector"
                        + " 'dense': set qdrant.vector to 'text'");
    }

    @Test
    void refusesVectorsThatLoseWhatIsWrittenIntoThem() {
        VectorParams bytes = FITTING.toBuilder().setDatatype(Datatype.Uint8).build();
        VectorParams many = FITTING.toBuilder()
                .setMultivectorConfig(MultiVectorConfig.getDefaultInstance())
                .build();

        assertRefused(
                info("dense", bytes, null),
                spec(SPACE, true),
                "Collection 'docs' (qdrant.collection) has a vector 'dense' that keeps whole numbers from 0 to 255, and"
                        + " needs one of floating-point numbers: name another (qdrant.vector)");
        assertRefused(
                info("dense", many, null),
                spec(SPACE, true),
                "Collection 'docs' (qdrant.collection) has a vector 'dense' that is many vectors in one, and needs one of"
                        + " floating-point numbers: name another (qdrant.vector)");
    }

    private static void assertRefused(CollectionInfo info, CollectionSpec spec, String message) {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> check(info, spec))
                .withMessage(message);
    }

    private static @Nullable CollectionLock check(CollectionInfo info, CollectionSpec spec) {
        return new LockCheck("docs", VectorName.DENSE).check(info, spec);
    }

    private static CollectionSpec spec(VectorSpace space, boolean adopt) {
        return new CollectionSpec("docs", space, Map.of(), "", adopt);
    }

    private static CollectionLock lock(VectorSpace space, VectorName vector) {
        return new CollectionLock(2, space, vector, "", "", false);
    }

    private static CollectionInfo info(String vector, VectorParams params, @Nullable CollectionLock lock) {
        CollectionConfig.Builder config = CollectionConfig.newBuilder()
                .setParams(CollectionParams.newBuilder().setVectorsConfig(new VectorName(vector).declare(params)));
        if (lock != null) {
            config.putMetadata("millrace", lock.write());
        }
        return CollectionInfo.newBuilder().setConfig(config).build();
    }

    private static VectorParams params(int dimension, Collections.Distance distance) {
        return VectorParams.newBuilder()
                .setSize(dimension)
                .setDistance(distance)
                .build();
    }
}

package io.millrace.connector.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.embed.Distance;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.Collections;
import io.qdrant.client.grpc.Collections.CollectionConfig;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CollectionParams;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorParamsMap;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CollectionLockTest {
    private static final VectorSpace SPACE =
            new VectorSpace("openai", "text-embedding-3-small", 1536, Distance.COSINE, "", "");

    @ParameterizedTest
    @EnumSource(Distance.class)
    void acceptsItsOwnSpace(Distance distance) {
        VectorSpace space = new VectorSpace("p", "m", 3, distance, "passage: ", "query: ");

        CollectionLock.check("docs", info(space), space);
    }

    @Test
    void holdsTheWholeSpaceForOtherReaders() {
        Map<String, Value> lock = CollectionLock.write(new VectorSpace("p", "m", 3, Distance.DOT, "d ", "q "))
                .getStructValue()
                .getFieldsMap();

        assertThat(lock)
                .isEqualTo(Map.of(
                        "formatVersion",
                        ValueFactory.value(1),
                        "vectorSpace",
                        ValueFactory.value(Map.of(
                                "provider", ValueFactory.value("p"),
                                "model", ValueFactory.value("m"),
                                "dimension", ValueFactory.value(3),
                                "distance", ValueFactory.value("dot"),
                                "documentPrefix", ValueFactory.value("d "),
                                "queryPrefix", ValueFactory.value("q ")))));
    }

    @Test
    void refusesAnotherSpaceAndNamesBoth() {
        VectorSpace wanted = new VectorSpace("onnx", "e5-small", 384, Distance.COSINE, "passage: ", "query: ");

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> CollectionLock.check("docs", info(SPACE), wanted))
                .withMessage("Collection 'docs' holds vectors of openai/text-embedding-3-small, 1536 dimensions,"
                        + " cosine, and this job makes vectors of onnx/e5-small, 384 dimensions, cosine, prefixes"
                        + " 'passage: ' and 'query: '; they can't be compared. Name another collection"
                        + " (qdrant.collection), or embed with what this one was made with (embedding.provider,"
                        + " embedding.model, embedding.dimension, embedding.document-prefix, embedding.query-prefix)");
    }

    @Test
    void describesPrefixesThatTheCollectionHas() {
        VectorSpace stored = new VectorSpace("onnx", "e5-small", 384, Distance.COSINE, "passage: ", "query: ");

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> CollectionLock.check("docs", info(stored), SPACE))
                .withMessageContaining("holds vectors of " + stored + ", and this job makes vectors of " + SPACE + ";");
    }

    @Test
    void refusesACollectionOfOthers() {
        CollectionInfo info = info(config().putMetadata("owner", ValueFactory.value("somebody")));

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> CollectionLock.check("docs", info, SPACE))
                .withMessage("Collection 'docs' was not made by Millrace: it has no 'millrace' in its metadata and no"
                        + " vector named 'dense'. Name another collection (qdrant.collection)");
    }

    @Test
    void refusesACollectionWithoutALock() {
        CollectionInfo info = info(config().setParams(dense(1536, Collections.Distance.Cosine)));

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> CollectionLock.check("docs", info, SPACE))
                .withMessage("Collection 'docs' was not made by Millrace: it has no 'millrace' in its metadata. Name"
                        + " another collection (qdrant.collection)");
    }

    @Test
    void refusesACollectionWithoutItsVector() {
        CollectionInfo info = info(config().putMetadata("millrace", CollectionLock.write(SPACE)));

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> CollectionLock.check("docs", info, SPACE))
                .withMessage("Collection 'docs' was not made by Millrace: it has no vector named 'dense'. Name another"
                        + " collection (qdrant.collection)");
    }

    @Test
    void refusesAFormatThatItDoesNotKnow() {
        Value lock = ValueFactory.value(Map.of("formatVersion", ValueFactory.value(2)));
        CollectionInfo info = info(
                config().setParams(dense(1536, Collections.Distance.Cosine)).putMetadata("millrace", lock));

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> CollectionLock.check("docs", info, SPACE))
                .withMessage("Collection 'docs' (qdrant.collection) is of format 2, and this Millrace reads format 1");
    }

    @Test
    void refusesAVectorThatIsNotAsTheLockSays() {
        CollectionInfo info = info(config().setParams(dense(768, Collections.Distance.Euclid))
                .putMetadata("millrace", CollectionLock.write(SPACE)));

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> CollectionLock.check("docs", info, SPACE))
                .withMessage("Collection 'docs' (qdrant.collection) has a vector 'dense' of 768 dimensions, euclid, and"
                        + " needs 1536, cosine");
    }

    private static CollectionInfo info(VectorSpace space) {
        Collections.Distance distance = switch (space.distance()) {
            case COSINE -> Collections.Distance.Cosine;
            case DOT -> Collections.Distance.Dot;
            case EUCLID -> Collections.Distance.Euclid;
            case MANHATTAN -> Collections.Distance.Manhattan;
        };
        return info(config().setParams(dense(space.dimension(), distance))
                .putMetadata("millrace", CollectionLock.write(space)));
    }

    private static CollectionInfo info(CollectionConfig.Builder config) {
        return CollectionInfo.newBuilder().setConfig(config).build();
    }

    private static CollectionConfig.Builder config() {
        return CollectionConfig.newBuilder();
    }

    private static CollectionParams dense(int dimension, Collections.Distance distance) {
        VectorParams vector = VectorParams.newBuilder()
                .setSize(dimension)
                .setDistance(distance)
                .build();
        return CollectionParams.newBuilder()
                .setVectorsConfig(VectorsConfig.newBuilder()
                        .setParamsMap(VectorParamsMap.newBuilder().putMap("dense", vector)))
                .build();
    }
}

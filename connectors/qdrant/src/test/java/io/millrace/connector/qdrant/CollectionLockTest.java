package io.millrace.connector.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.embed.Distance;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CollectionLockTest {
    @ParameterizedTest
    @EnumSource(Distance.class)
    void readsWhatItWrote(Distance distance) {
        VectorSpace space = new VectorSpace("p", "m", "r", 3, distance, true, "passage: ", "query: ");
        CollectionLock lock = new CollectionLock(2, space, new VectorName(""), "by sentences", "bm25 german", true);

        assertThat(CollectionLock.read("docs", Map.of("millrace", lock.write())))
                .isEqualTo(lock);
    }

    @Test
    void holdsTheWholeSpaceForOtherReaders() {
        VectorSpace space = new VectorSpace("p", "m", "r", 3, Distance.DOT, true, "d ", "q ");

        Value written = new CollectionLock(2, space, VectorName.DENSE, "by sentences", "bm25 english", false).write();

        assertThat(written.getStructValue().getFieldsMap())
                .isEqualTo(Map.of(
                        "formatVersion",
                        ValueFactory.value(2),
                        "vectorSpace",
                        ValueFactory.value(Map.of(
                                "provider", ValueFactory.value("p"),
                                "model", ValueFactory.value("m"),
                                "revision", ValueFactory.value("r"),
                                "dimension", ValueFactory.value(3),
                                "distance", ValueFactory.value("dot"),
                                "normalised", ValueFactory.value(true),
                                "documentPrefix", ValueFactory.value("d "),
                                "queryPrefix", ValueFactory.value("q "))),
                        "vector",
                        ValueFactory.value("dense"),
                        "chunking",
                        ValueFactory.value("by sentences"),
                        "sparse",
                        ValueFactory.value("bm25 english"),
                        "adopted",
                        ValueFactory.value(false)));
    }

    @Test
    void takesWhatTheFirstFormatDoesNotHaveForEqual() {
        VectorSpace wanted = new VectorSpace("p", "m", "r", 3, Distance.DOT, true, "d ", "q ");

        CollectionLock lock = read(first("m"));

        assertThat(lock)
                .isEqualTo(new CollectionLock(
                        1, new VectorSpace("p", "m", 3, Distance.DOT, "d ", "q "), VectorName.DENSE, "", "", false));
        assertThat(lock.spaceBeside(wanted)).isEqualTo(wanted);
        assertThat(read(first("another")).spaceBeside(wanted)).isNotEqualTo(wanted);
    }

    @Test
    void isNotThereWhereNobodyWroteIt() {
        assertThat(CollectionLock.read("docs", Map.of("owner", ValueFactory.value("somebody"))))
                .isNull();
    }

    @Test
    void refusesAFormatThatItDoesNotKnow() {
        Value lock = ValueFactory.value(Map.of("formatVersion", ValueFactory.value(3)));

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> CollectionLock.read("docs", Map.of("millrace", lock)))
                .withMessage(
                        "Collection 'docs' (qdrant.collection) is of format 3, and this Millrace reads formats 1 to"
                                + " 2: use the Millrace that made it, or a newer one");
    }

    @Test
    void refusesWhatIsNoLock() {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> CollectionLock.read("docs", Map.of("millrace", ValueFactory.value("yes"))))
                .withMessageContaining("is of format 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"provider", "model", "revision", "dimension", "distance", "documentPrefix", "queryPrefix"})
    void refusesADamagedLock(String lost) {
        VectorSpace space = new VectorSpace("p", "m", "r", 3, Distance.DOT, true, "d ", "q ");
        Map<String, Value> lock = new HashMap<>(new CollectionLock(2, space, VectorName.DENSE, "", "", false)
                .write()
                .getStructValue()
                .getFieldsMap());
        Map<String, Value> fields = new HashMap<>(lock.getOrDefault("vectorSpace", ValueFactory.nullValue())
                .getStructValue()
                .getFieldsMap());
        fields.remove(lost);
        lock.put("vectorSpace", ValueFactory.value(fields));

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> CollectionLock.read("docs", Map.of("millrace", ValueFactory.value(lock))))
                .withMessageStartingWith(
                        "The lock of collection 'docs' (qdrant.collection), 'millrace' in its metadata, is damaged: ")
                .withMessageContaining(lost.equals("dimension") ? "dimension" : "no text '" + lost + "'");
    }

    private static CollectionLock read(Value lock) {
        return Objects.requireNonNull(CollectionLock.read("docs", Map.of("millrace", lock)));
    }

    /** As the first Millrace wrote it. */
    static Value first(String model) {
        return ValueFactory.value(Map.of(
                "formatVersion",
                ValueFactory.value(1),
                "vectorSpace",
                ValueFactory.value(Map.of(
                        "provider", ValueFactory.value("p"),
                        "model", ValueFactory.value(model),
                        "dimension", ValueFactory.value(3),
                        "distance", ValueFactory.value("dot"),
                        "documentPrefix", ValueFactory.value("d "),
                        "queryPrefix", ValueFactory.value("q ")))));
    }
}

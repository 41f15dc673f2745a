package io.millrace.connector.qdrant;

import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The vector space that a collection is locked to, as its metadata holds it under {@code millrace}. */
final class CollectionLock {
    static final String METADATA_KEY = "millrace";

    private static final String FORMAT_VERSION = "formatVersion";
    private static final String VECTOR_SPACE = "vectorSpace";
    private static final long FORMAT = 1;

    private CollectionLock() {}

    static Value write(VectorSpace space) {
        return ValueFactory.value(Map.of(
                FORMAT_VERSION,
                ValueFactory.value(FORMAT),
                VECTOR_SPACE,
                ValueFactory.value(Map.of(
                        "provider", ValueFactory.value(space.provider()),
                        "model", ValueFactory.value(space.model()),
                        "dimension", ValueFactory.value(space.dimension()),
                        "distance", ValueFactory.value(wireName(space.distance())),
                        "documentPrefix", ValueFactory.value(space.documentPrefix()),
                        "queryPrefix", ValueFactory.value(space.queryPrefix())))));
    }

    /**
     * Checks that the collection is locked to the space and has its vector.
     *
     * @throws FatalException naming what the collection is and what it should be
     */
    static void check(String collection, CollectionInfo info, VectorSpace space) {
        Value lock = info.getConfig().getMetadataMap().get(METADATA_KEY);
        VectorParams vector = info.getConfig()
                .getParams()
                .getVectorsConfig()
                .getParamsMap()
                .getMapMap()
                .get(ChunkPoints.VECTOR);
        if (lock == null || vector == null) {
            throw foreign(collection, lock, vector);
        }
        Map<String, Value> fields = lock.getStructValue().getFieldsMap();
        long format =
                fields.getOrDefault(FORMAT_VERSION, ValueFactory.nullValue()).getIntegerValue();
        if (format != FORMAT) {
            throw new FatalException(
                    "unknown-format",
                    "Collection '%s' (qdrant.collection) is of format %d, and this Millrace reads format %d"
                            .formatted(collection, format, FORMAT));
        }
        Value stored = fields.getOrDefault(VECTOR_SPACE, ValueFactory.nullValue());
        if (!write(space).getStructValue().getFieldsOrThrow(VECTOR_SPACE).equals(stored)) {
            throw new FatalException(
                    "vector-space-mismatch",
                    ("Collection '%s' holds vectors of %s, and this job makes vectors of %s; they can't be compared."
                                    + " Name another collection (qdrant.collection), or embed with what this one was"
                                    + " made with (embedding.provider, embedding.model, embedding.dimension,"
                                    + " embedding.document-prefix, embedding.query-prefix)")
                            .formatted(collection, describe(stored), space));
        }
        if (vector.getSize() != space.dimension()
                || !wireName(vector.getDistance()).equals(wireName(space.distance()))) {
            throw new FatalException(
                    "vector-space-mismatch",
                    "Collection '%s' (qdrant.collection) has a vector '%s' of %d dimensions, %s, and needs %d, %s"
                            .formatted(
                                    collection,
                                    ChunkPoints.VECTOR,
                                    vector.getSize(),
                                    wireName(vector.getDistance()),
                                    space.dimension(),
                                    wireName(space.distance())));
        }
    }

    private static FatalException foreign(String collection, @Nullable Value lock, @Nullable VectorParams vector) {
        String lacking = (lock == null ? "no '" + METADATA_KEY + "' in its metadata" : "")
                + (lock == null && vector == null ? " and " : "")
                + (vector == null ? "no vector named '" + ChunkPoints.VECTOR + "'" : "");
        return new FatalException(
                "foreign-collection",
                "Collection '%s' was not made by Millrace: it has %s. Name another collection (qdrant.collection)"
                        .formatted(collection, lacking));
    }

    /** As {@link VectorSpace} describes itself. */
    private static String describe(Value stored) {
        Map<String, Value> fields = stored.getStructValue().getFieldsMap();
        String prefixes = "'%s' and '%s'".formatted(text(fields, "documentPrefix"), text(fields, "queryPrefix"));
        return "%s/%s, %d dimensions, %s%s"
                .formatted(
                        text(fields, "provider"),
                        text(fields, "model"),
                        fields.getOrDefault("dimension", ValueFactory.nullValue())
                                .getIntegerValue(),
                        text(fields, "distance"),
                        prefixes.equals("'' and ''") ? "" : ", prefixes " + prefixes);
    }

    private static String text(Map<String, Value> fields, String name) {
        return fields.getOrDefault(name, ValueFactory.nullValue()).getStringValue();
    }

    private static String wireName(Enum<?> distance) {
        return distance.name().toLowerCase(Locale.ROOT);
    }
}

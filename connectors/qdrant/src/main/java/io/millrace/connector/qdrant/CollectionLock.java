package io.millrace.connector.qdrant;

import io.millrace.embed.Distance;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a collection's metadata says of it under {@code millrace}. Format 1 knew neither revision nor normalisation, nor
 * any vector but {@code dense}, nor how chunks are made.
 *
 * @param format the format that it was written in
 * @param space the vector space; of format 1 with nothing known of what that doesn't have
 * @param vector the vector of that space
 * @param chunking how its chunks are made, to be read by people; empty where nobody said
 * @param sparse how its chunks are found by their words, as {@link io.millrace.sparse.SparseSpec#line} has it; empty where
 *     they aren't
 * @param adopted whether others made the collection, so that it may hold their points
 */
record CollectionLock(
        long format, VectorSpace space, VectorName vector, String chunking, String sparse, boolean adopted) {
    static final String METADATA_KEY = "millrace";
    static final long FORMAT = 2;

    private static final long FIRST_FORMAT = 1;
    private static final Value NONE = ValueFactory.nullValue();

    /**
     * The lock of a collection, or null where it has none.
     *
     * @throws FatalException when it is of a format that isn't known here, or damaged
     */
    static @Nullable CollectionLock read(String collection, Map<String, Value> metadata) {
        return read(collection, "qdrant.collection", METADATA_KEY, metadata);
    }

    /** The same of a collection that another setting names, and whose lock has another key. */
    static @Nullable CollectionLock read(String collection, String setting, String key, Map<String, Value> metadata) {
        Value lock = metadata.get(key);
        if (lock == null) {
            return null;
        }
        Map<String, Value> fields = lock.getStructValue().getFieldsMap();
        long format = fields.getOrDefault("formatVersion", NONE).getIntegerValue();
        if (format < FIRST_FORMAT || format > FORMAT) {
            throw new FatalException(
                    "unknown-format",
                    ("Collection '%s' (%s) is of format %d, and this Millrace reads formats %d to %d: use the Millrace"
                                    + " that made it, or a newer one")
                            .formatted(collection, setting, format, FIRST_FORMAT, FORMAT));
        }
        try {
            return read(format, fields);
        } catch (IllegalArgumentException e) {
            throw new FatalException(
                    "damaged-lock",
                    "The lock of collection '%s' (%s), '%s' in its metadata, is damaged: %s"
                            .formatted(collection, setting, key, e.getMessage()),
                    e);
        }
    }

    private static CollectionLock read(long format, Map<String, Value> fields) {
        Map<String, Value> space =
                fields.getOrDefault("vectorSpace", NONE).getStructValue().getFieldsMap();
        boolean first = format == FIRST_FORMAT;
        return new CollectionLock(
                format,
                new VectorSpace(
                        text(space, "provider"),
                        text(space, "model"),
                        first ? "" : text(space, "revision"),
                        (int) space.getOrDefault("dimension", NONE).getIntegerValue(),
                        distance(text(space, "distance")),
                        !first && space.getOrDefault("normalised", NONE).getBoolValue(),
                        text(space, "documentPrefix"),
                        text(space, "queryPrefix")),
                first ? VectorName.DENSE : new VectorName(text(fields, "vector")),
                first ? "" : text(fields, "chunking"),
                fields.getOrDefault("sparse", NONE).getStringValue(),
                fields.getOrDefault("adopted", NONE).getBoolValue());
    }

    Value write() {
        return ValueFactory.value(Map.of(
                "formatVersion", ValueFactory.value(format),
                "vectorSpace",
                        ValueFactory.value(Map.of(
                                "provider", ValueFactory.value(space.provider()),
                                "model", ValueFactory.value(space.model()),
                                "revision", ValueFactory.value(space.revision()),
                                "dimension", ValueFactory.value(space.dimension()),
                                "distance", ValueFactory.value(VectorName.wireName(space.distance())),
                                "normalised", ValueFactory.value(space.normalised()),
                                "documentPrefix", ValueFactory.value(space.documentPrefix()),
                                "queryPrefix", ValueFactory.value(space.queryPrefix()))),
                "vector", ValueFactory.value(vector.name()),
                "chunking", ValueFactory.value(chunking),
                "sparse", ValueFactory.value(sparse),
                "adopted", ValueFactory.value(adopted)));
    }

    /** The space that it is held against: what its format didn't have is taken to be as wanted. */
    VectorSpace spaceBeside(VectorSpace wanted) {
        return format == FIRST_FORMAT
                ? space.withRevision(wanted.revision()).withNormalised(wanted.normalised())
                : space;
    }

    private static Distance distance(String wireName) {
        return Arrays.stream(Distance.values())
                .filter(distance -> VectorName.wireName(distance).equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no distance is called '" + wireName + "'"));
    }

    private static String text(Map<String, Value> fields, String name) {
        Value value = fields.getOrDefault(name, NONE);
        if (!value.hasStringValue()) {
            throw new IllegalArgumentException("it has no text '%s'".formatted(name));
        }
        return value.getStringValue();
    }
}

package io.millrace.embedded.qdrant.engine;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.Common.PointId;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/**
 * A point's id as bytes whose order is the order of ids: numbers first, unsigned and ascending, then UUIDs. A number is
 * a zero byte and its 8 bytes, a UUID is a one byte and its 16 bytes.
 */
public final class PointKey {

    /** The field, indexed and as doc values, that holds the key. */
    public static final String FIELD = "_id";

    private static final Pattern SIMPLE = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern HYPHENATED = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private PointKey() {}

    /** The key of an id. UUIDs may be hyphenated, simple, braced or URNs. */
    public static BytesRef of(PointId id) {
        return switch (id.getPointIdOptionsCase()) {
            case NUM ->
                new BytesRef(ByteBuffer.allocate(9)
                        .put((byte) 0)
                        .putLong(id.getNum())
                        .array());
            case UUID -> {
                UUID uuid = uuid(id.getUuid());
                yield new BytesRef(ByteBuffer.allocate(17)
                        .put((byte) 1)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array());
            }
            case POINTIDOPTIONS_NOT_SET -> throw StoreException.invalid("No ID options provided");
        };
    }

    /** The index term that finds the point of an id. */
    public static Term term(PointId id) {
        return new Term(FIELD, of(id));
    }

    /** The id of a key; a UUID comes back lower-case and hyphenated. */
    public static PointId id(BytesRef key) {
        ByteBuffer bytes = ByteBuffer.wrap(key.bytes, key.offset, key.length);
        if (bytes.get() == 0) {
            return PointId.newBuilder().setNum(bytes.getLong()).build();
        }
        UUID uuid = new UUID(bytes.getLong(), bytes.getLong());
        return PointId.newBuilder().setUuid(uuid.toString()).build();
    }

    /** An id as error messages spell it. */
    static String text(BytesRef key) {
        PointId id = id(key);
        return id.hasUuid() ? id.getUuid() : Long.toUnsignedString(id.getNum());
    }

    private static UUID uuid(String given) {
        String text = given.toLowerCase(Locale.ROOT);
        if (text.startsWith("urn:uuid:")) {
            text = text.substring("urn:uuid:".length());
        } else if (text.startsWith("{") && text.endsWith("}")) {
            text = text.substring(1, text.length() - 1);
        }
        if (SIMPLE.matcher(text).matches()) {
            text = text.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
        }
        if (!HYPHENATED.matcher(text).matches()) {
            throw StoreException.invalid("Unable to parse UUID: " + given);
        }
        return UUID.fromString(text);
    }
}

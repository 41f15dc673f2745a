package io.millrace.embedded.qdrant.payload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.lucene.util.BytesRef;

/**
 * The terms under which payload values are found. A term is one letter for its kind, the place in canonical spelling,
 * a zero byte and the value's bytes; one that would be longer than 200 bytes is a digest of itself, so that the text
 * of a chunk does not sit in the index a second time.
 */
public final class Terms {

    /** The field that holds all of them. */
    public static final String FIELD = "_t";

    /** The place holds null or an empty list. */
    public static final char EMPTY = 'e';
    /** The place holds something other than null and the empty list. */
    public static final char FILLED = 'x';
    /** The place holds null, or a list with a null in it. */
    public static final char WITH_NULL = 'z';
    /** The place holds neither null nor a list with a null in it. */
    public static final char NO_NULL = 'y';
    /** The place holds a string, or a list with a string in it. */
    public static final char STRING = 't';
    /** The place holds a longitude and a latitude, or a list with such a struct in it. */
    public static final char LOCATION = 'g';

    private static final int LONGEST = 200;
    private static final byte DIGESTED = 1;

    private Terms() {}

    /** The term of a property of a place. */
    public static BytesRef property(char kind, String place) {
        return term(kind, place, new byte[0]);
    }

    /** The term of a string at a place. */
    public static BytesRef keyword(String place, String value) {
        return term('s', place, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The term of an integer at a place. */
    public static BytesRef integer(String place, long value) {
        return term('i', place, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    /** The term of a boolean at a place. */
    public static BytesRef bool(String place, boolean value) {
        return term('b', place, new byte[] {(byte) (value ? 1 : 0)});
    }

    /** A 64-bit hash of a place (FNV-1a, then mixed). */
    public static long hash(String place) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < place.length(); i++) {
            hash = (hash ^ place.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        return hash ^ (hash >>> 33);
    }

    private static BytesRef term(char kind, String place, byte[] value) {
        byte[] name = place.getBytes(StandardCharsets.UTF_8);
        byte[] term = ByteBuffer.allocate(name.length + value.length + 2)
                .put((byte) kind)
                .put(name)
                .put((byte) 0)
                .put(value)
                .array();
        return new BytesRef(term.length <= LONGEST ? term : digest(kind, term));
    }

    private static byte[] digest(char kind, byte[] term) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(term);
            return ByteBuffer.allocate(digest.length + 2)
                    .put((byte) kind)
                    .put(DIGESTED)
                    .put(digest)
                    .array();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}

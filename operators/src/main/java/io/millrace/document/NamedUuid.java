package io.millrace.document;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** UUIDs of version 5 (RFC 9562, section 5.5): made of a name, so that the same name has the same one everywhere. */
public final class NamedUuid {
    /** The namespace of URLs, from RFC 9562, section 6.6. */
    private static final UUID URLS = UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

    private NamedUuid() {}

    /** The UUID of a URL; a namespace of one's own. */
    public static UUID ofUrl(String url) {
        return of(URLS, url);
    }

    /** The UUID of a name, taken as UTF-8, in a namespace. */
    public static UUID of(UUID namespace, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] named = ByteBuffer.allocate(16 + text.length)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .put(text)
                .array();
        ByteBuffer bits = ByteBuffer.wrap(sha1(named));
        long high = (bits.getLong() & ~0xF000L) | 0x5000L;
        long low = (bits.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}

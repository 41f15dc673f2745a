package io.millrace.chunk;

import io.millrace.document.NamedUuid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A point's id: a UUID version 5 (RFC 9562, section 5.5) of tenant, document id, hash of what the chunk's vector is made
 * from, and which occurrence of that in the document it is. Content, not position: a chunk that moved keeps its id and
 * its vector. Where a heading or title is embedded with the text, another heading makes another id, since it makes
 * another vector.
 */
public final class ChunkId {
    /** Millrace's namespace: the UUID version 5 of "https://millrace.io/chunk" in the URL namespace of RFC 9562. */
    private static final UUID NAMESPACE = NamedUuid.ofUrl("https://millrace.io/chunk");

    private ChunkId() {}

    /**
     * The id.
     *
     * @param contentHash see {@link #contentHash}
     * @param occurrence 0 for the first chunk of the document with this content, 1 for the second, …
     */
    public static String of(@Nullable String tenant, String documentId, String contentHash, int occurrence) {
        // Lengths before the parts: no two different inputs give one name.
        String owner = tenant == null ? "" : tenant;
        String name = (tenant == null ? "-" : owner.length()) + ":" + owner + documentId.length() + ":" + documentId
                + contentHash + ":" + occurrence;
        return NamedUuid.of(NAMESPACE, name).toString();
    }

    /**
     * The hash of a text and of the context that is embedded with it; that of the text alone where there is none.
     *
     * @param embedded the text with its context, as it is embedded
     */
    static String contentHash(String context, String embedded, String textHash) {
        return context.isEmpty() ? textHash : hash(context.length() + ":" + embedded);
    }

    /** SHA-256 of the text's UTF-8, 64 hex digits. */
    public static String hash(String text) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}

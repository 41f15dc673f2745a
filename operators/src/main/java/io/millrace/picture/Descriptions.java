package io.millrace.picture;

import io.millrace.document.Bytes;
import io.millrace.failure.RejectedException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the last pictures show, by their bytes: the same picture is described, and paid for, once. Safe for use by many
 * threads.
 */
final class Descriptions {
    /** More than may be asked for at a time, so that none is forgotten before it is read. */
    private static final int REMEMBERED = 1024;

    private final Map<String, Described> byHash = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Described> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** What came of describing a picture: a text, or why there is none. */
    sealed interface Described {
        record Text(String text) implements Described {
            /** Without it: it is a document's. */
            @Override
            public String toString() {
                return "Text[%d characters]".formatted(text.length());
            }
        }

        record Refused(RejectedException why) implements Described {}
    }

    synchronized @Nullable Described of(Bytes picture) {
        return byHash.get(hash(picture));
    }

    synchronized void put(Bytes picture, Described described) {
        byHash.put(hash(picture), described);
    }

    private static String hash(Bytes picture) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(picture.value()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

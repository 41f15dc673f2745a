package io.millrace.answer;

import java.io.Serializable;
import java.net.URI;
import java.util.Base64;
import java.util.List;

/** A picture that a chat model is shown. */
public sealed interface Image extends Serializable {
    /** What every provider takes that takes pictures. */
    List<String> MEDIA_TYPES = List.of("image/png", "image/jpeg");

    /** Where it is found: a {@code data:} address (RFC 2397) that is the picture itself, or one to fetch it from. */
    String address();

    /**
     * A picture that is sent along.
     *
     * @param mediaType one of {@link #MEDIA_TYPES}
     * @param base64 its bytes, as RFC 4648 section 4 has them
     */
    record Inline(String mediaType, String base64) implements Image {
        /** Of those that there are, with room; what is longer isn't one, and may be anything. */
        private static final int LONGEST_TYPE = 40;

        public Inline {
            if (!MEDIA_TYPES.contains(mediaType)) {
                throw new IllegalArgumentException("an image's type is one of %s, got %s"
                        .formatted(
                                String.join(", ", MEDIA_TYPES),
                                mediaType.length() > LONGEST_TYPE ? "a longer text" : "'" + mediaType + "'"));
            }
            if (base64.isEmpty() || !isBase64(base64)) {
                throw new IllegalArgumentException("an image's bytes are given in base64");
            }
        }

        /** The bytes. */
        public byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }

        @Override
        public String address() {
            return "data:" + mediaType + ";base64," + base64;
        }

        private static boolean isBase64(String text) {
            try {
                return Base64.getDecoder().decode(text).length > 0;
            } catch (IllegalArgumentException notBase64) {
                return false;
            }
        }

        /** Without the picture. */
        @Override
        public String toString() {
            return "Inline[mediaType=%s, %d characters]".formatted(mediaType, base64.length());
        }
    }

    /**
     * A picture that the provider fetches itself.
     *
     * @param uri absolute, of {@code http} or {@code https}
     */
    record Linked(URI uri) implements Image {
        public Linked {
            String scheme = uri.getScheme();
            if (!("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme)) || uri.getHost() == null) {
                throw new IllegalArgumentException("an image's address is of http or https and has a host");
            }
        }

        @Override
        public String address() {
            return uri.toString();
        }
    }
}

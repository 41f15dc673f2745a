package io.millrace.connector.files;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import org.apache.tika.mime.MediaType;
import org.jspecify.annotations.Nullable;

/** The {@code charset} parameter of a media type. */
final class StatedCharset {
    private StatedCharset() {}

    /** Null when there is none, or none that this machine knows: then the bytes decide. */
    static @Nullable Charset of(MediaType type) {
        String name = type.getParameters().get("charset");
        if (name == null) {
            return null;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }
}

package io.millrace.connector.files;

import io.millrace.connector.files.SupportedTypes.Reading;
import java.io.IOException;
import org.apache.tika.detect.Detector;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * Weighs what the source states, what the name says and how the bytes begin.
 *
 * <p>Among types written in characters the bytes say little (a Markdown file may begin with an HTML tag), so what was
 * stated wins, then the name. A format with a signature of its own wins over both. Bytes without any sign are taken for
 * what was stated or named: if that is wrong, its parser calls them damaged, which is more use than guessing.
 */
final class TypeDetection {
    private static final MediaType TEXT = MediaType.TEXT_PLAIN;

    private final Detector detector = DocumentParsers.detector();

    /**
     * The type, without parameters.
     *
     * @param stream the content; stands at its start before and after
     * @param content the same
     * @param stated the type that the source states, or null
     * @param name a file name or URI, or null
     */
    MediaType detect(TikaInputStream stream, byte[] content, @Nullable MediaType stated, @Nullable String name)
            throws IOException {
        MediaType seen = SupportedTypes.canonical(detector.detect(stream, new Metadata()));
        if (stated != null && fits(stated, seen, content)) {
            return stated;
        }
        MediaType named = name == null ? MediaType.OCTET_STREAM : SupportedTypes.ofName(name);
        return fits(named, seen, content) ? named : seen;
    }

    private static boolean fits(MediaType hint, MediaType seen, byte[] content) {
        if (hint.equals(MediaType.OCTET_STREAM)) {
            return false;
        }
        Reading reading = SupportedTypes.readingOf(hint);
        if (SupportedTypes.REGISTRY.isSpecializationOf(hint, seen)) {
            // Also of types that aren't supported: the message then names the right one.
            return reading != null || !seen.equals(TEXT);
        }
        if (reading == null) {
            return false;
        }
        if (seen.equals(TEXT) || seen.equals(MediaType.OCTET_STREAM)) {
            return true;
        }
        if (!SupportedTypes.isText(hint)) {
            return false;
        }
        // "ID3 tags", a note that begins so, isn't music.
        return SupportedTypes.isText(seen) || (SupportedTypes.readingOf(seen) == null && PlainText.isLikely(content));
    }
}

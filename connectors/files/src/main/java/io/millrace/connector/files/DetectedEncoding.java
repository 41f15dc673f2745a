package io.millrace.connector.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.html.HtmlEncodingDetector;
import org.apache.tika.parser.txt.Icu4jEncodingDetector;
import org.apache.tika.parser.txt.UniversalEncodingDetector;
import org.jspecify.annotations.Nullable;

/**
 * The character encoding of a document's bytes: by its byte order mark, by what was stated, by being sound UTF-8, by an
 * HTML declaration, by statistics.
 */
final class DetectedEncoding implements EncodingDetector {
    private static final long serialVersionUID = 1L;

    /** What text without any sign is taken for, as browsers do. */
    private static final Charset WESTERN = Charset.forName("windows-1252");

    private static final Charset HEBREW = Charset.forName("windows-1255");

    private static final int SAMPLE_BYTES = 64 * 1024;

    private final transient @Nullable Charset stated;

    /** The stated encoding is the one that came with the document from outside, such as a header's, or null. */
    DetectedEncoding(@Nullable Charset stated) {
        this.stated = stated;
    }

    @Override
    public Charset detect(InputStream input, Metadata metadata) throws IOException {
        input.mark(SAMPLE_BYTES);
        byte[] sample = input.readNBytes(SAMPLE_BYTES);
        input.reset();
        Charset marked = ByteOrderMark.charsetOf(sample);
        if (marked != null) {
            return marked;
        }
        if (stated != null) {
            return stated;
        }
        Utf8Soundness soundness = Utf8Soundness.of(sample);
        if (soundness.sequences() > 0 && soundness.malformed() == 0) {
            return StandardCharsets.UTF_8;
        }
        Charset declared = new HtmlEncodingDetector().detect(input, metadata);
        // Of a wrong declaration only UTF-8 can be told for sure.
        boolean wrong = StandardCharsets.UTF_8.equals(declared) && !soundness.isUtf8();
        return declared != null && !wrong ? declared : guess(sample, soundness);
    }

    /** The encoding of a whole plain text. */
    Charset ofText(byte[] text) throws IOException {
        Charset marked = ByteOrderMark.charsetOf(text);
        if (marked != null) {
            return marked;
        }
        if (stated != null) {
            return stated;
        }
        Charset wide = WideText.charsetOf(text);
        return wide != null ? wide : guess(text, Utf8Soundness.of(text));
    }

    private static Charset guess(byte[] text, Utf8Soundness soundness) throws IOException {
        if (soundness.isUtf8()) {
            return StandardCharsets.UTF_8;
        }
        Charset guessed = statistics(TellingLines.of(text));
        // It isn't in any of Unicode's encodings by now, whatever the statistics make of a piece of it. And Latin-1's
        // control characters are letters and quotation marks in what people write.
        if (guessed == null || guessed.name().startsWith("UTF-") || guessed.equals(StandardCharsets.ISO_8859_1)) {
            return WESTERN;
        }
        return guessed;
    }

    private static @Nullable Charset statistics(byte[] text) throws IOException {
        Charset universal = new UniversalEncodingDetector().detect(new ByteArrayInputStream(text), new Metadata());
        // ICU's tables tell most encodings better, but know only Hebrew written backwards.
        return HEBREW.equals(universal)
                ? universal
                : new Icu4jEncodingDetector().detect(new ByteArrayInputStream(text), new Metadata());
    }
}

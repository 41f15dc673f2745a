package io.millrace.connector.files;

import io.millrace.document.Bytes;
import io.millrace.document.ContentParser;
import io.millrace.failure.RejectedException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Parses documents with Apache Tika's parsers.
 *
 * <p>Plain text and Markdown come out as they went in, decoded only. Everything else becomes Markdown. Each document is
 * parsed on a thread of its own, which is left behind when it outlives its time. Nothing outside of the bytes is
 * fetched: no entity, no link, no image.
 *
 * <p>Rejects with the codes {@code unsupported-type}, {@code encrypted-document}, {@code damaged-document},
 * {@code too-much-text} and {@code parse-timeout}. Safe for use by many threads.
 */
public final class TikaContentParser implements ContentParser {
    /** Changes whenever the same bytes may give another text: with Tika's version, and with what is made of its output. */
    public static final String VERSION = "tika 3.3.1/1";

    private final ParseLimits limits;
    private final TypeDetection detection = new TypeDetection();

    public TikaContentParser(ParseLimits limits) {
        this.limits = limits;
    }

    /** Empty and blank documents are no failure here: their text is returned as it is. */
    @Override
    public Parsed parse(Bytes content, @Nullable String contentType, @Nullable String name) throws RejectedException {
        DocumentParse parse = new DocumentParse(content.value(), contentType, name, detection, limits);
        try {
            return TimedCall.run(parse, limits.timeout());
        } catch (TimeoutException e) {
            throw ParseFailures.timeout(limits);
        } catch (ExecutionException e) {
            throw ParseFailures.of(e.getCause() == null ? e : e.getCause(), parse.type(), limits);
        }
    }

    @Override
    public void close() {
        // A parse leaves nothing open behind; its thread is a daemon.
    }
}

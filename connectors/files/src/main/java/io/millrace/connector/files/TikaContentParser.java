package io.millrace.connector.files;

import io.millrace.document.Bytes;
import io.millrace.document.ContentParser;
import io.millrace.failure.RejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Parses documents with Apache Tika's parsers, on the thread that asks.
 *
 * <p>Plain text and Markdown come out as they went in, decoded only. Everything else becomes Markdown. Nothing outside
 * of the bytes is fetched: no entity, no link, no image.
 *
 * <p>It can't stop a parser that hangs or takes all memory; {@link
 * io.millrace.connector.files.worker.WorkerContentParser} runs it where that harms nobody.
 *
 * <p>Rejects with the codes {@code unsupported-type}, {@code encrypted-document}, {@code damaged-document} and
 * {@code too-much-text}. Safe for use by many threads.
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
        DocumentParse parse = parseOf(content, contentType, name);
        try {
            return parse.run();
        } catch (Throwable e) {
            throw ParseFailures.of(e, parse.type(), limits);
        }
    }

    /**
     * The document, if it is plainly text that is only decoded: sound UTF-8 that neither begins as mark-up or an archive
     * does, nor is of a type with a parser. Null for any other; that may still turn out to be text. No parser is run.
     *
     * @throws RejectedException with {@code too-much-text}
     */
    public @Nullable Parsed parseVerbatim(Bytes content, @Nullable String contentType, @Nullable String name)
            throws RejectedException {
        if (!PlainText.isPlainly(content.value())) {
            return null;
        }
        DocumentParse parse = parseOf(content, contentType, name);
        try {
            return parse.runIfVerbatim();
        } catch (Exception e) {
            throw ParseFailures.of(e, parse.type(), limits);
        }
    }

    @Override
    public void close() {
        // A parse leaves nothing open behind.
    }

    private DocumentParse parseOf(Bytes content, @Nullable String contentType, @Nullable String name) {
        return new DocumentParse(content.value(), contentType, name, detection, limits);
    }
}

package io.millrace.document;

import io.millrace.failure.RejectedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns bytes of any supported media type into text. One instance is used by one thread at a time. */
public interface ContentParser extends AutoCloseable {
    /**
     * Parses one document's bytes.
     *
     * @param content the bytes
     * @param contentType the media type if the source stated one, else null to detect it
     * @param name a file name or URI that helps detection, or null
     * @throws RejectedException when these bytes can't be read (damaged, encrypted, unknown type, over a limit)
     */
    Parsed parse(Bytes content, @Nullable String contentType, @Nullable String name) throws RejectedException;

    @Override
    void close();

    /**
     * What was read.
     *
     * @param contentType the media type as detected, without parameters
     * @param title the title that the document itself states, or null
     * @param text the text, as Markdown where the type has structure
     * @param markup how {@code text} is to be read
     * @param pageStarts the offset in {@code text} of each page's start; empty when the type has no pages
     */
    record Parsed(
            String contentType,
            @Nullable String title,
            String text,
            Document.Markup markup,
            List<Integer> pageStarts) {}
}

package io.millrace.document;

import io.millrace.document.Document.Markup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Documents for tests, of few words: what isn't given is plain. */
public final class Documents {
    public static final Origin ORIGIN = Origin.ofTopic("documents", 0, 7, 1_700_000_000_000L);

    private Documents() {}

    public static Document document(String id, String text, Markup markup) {
        return new Document(
                ORIGIN,
                id,
                null,
                Kind.DOCUMENT,
                null,
                null,
                markup == Markup.MARKDOWN ? "text/markdown" : "text/plain",
                text,
                markup,
                List.of(),
                Metadata.EMPTY,
                1);
    }

    /** A document as the documents topic states it, at a place and time in it. */
    public static IncomingDocument incoming(String id, String text, long offset, long timestamp) {
        return incoming(Origin.ofTopic("documents", 0, offset, timestamp), id, null, text, null);
    }

    /** A document with all that tells documents of a test apart; Markdown. */
    public static IncomingDocument incoming(
            Origin origin, String id, @Nullable String tenant, String text, @Nullable Long version) {
        return new IncomingDocument(
                origin,
                id,
                false,
                tenant,
                Kind.DOCUMENT,
                null,
                null,
                "text/markdown",
                text,
                null,
                Metadata.EMPTY,
                version);
    }
}

package io.millrace.document;

import io.millrace.document.Document.Markup;
import java.util.List;

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

    /** The change that makes the document what it is. */
    public static DocumentChange change(Document document) {
        return new DocumentChange(document.origin(), document.id(), document.tenant(), document);
    }
}

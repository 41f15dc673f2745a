package io.millrace.document;

import io.millrace.document.ContentParser.Parsed;
import io.millrace.failure.RejectedException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives a document its text. Used by one thread at a time; the parser is its owner's to close. */
public final class DocumentParsing {
    private final ContentParser parser;

    public DocumentParsing(ContentParser parser) {
        this.parser = parser;
    }

    /**
     * The document with its text.
     *
     * @param incoming one that isn't deleted
     * @throws RejectedException when it can't be parsed, or holds no text
     */
    public Document parse(IncomingDocument incoming) {
        Parsed parsed = parsed(incoming);
        if (isBlank(parsed.text())) {
            throw new RejectedException("empty-text", "the document holds no text: it is empty or white space");
        }
        return new Document(
                incoming.origin(),
                incoming.id(),
                incoming.tenant(),
                incoming.kind(),
                incoming.uri(),
                incoming.title() == null ? parsed.title() : incoming.title(),
                parsed.contentType(),
                parsed.text(),
                parsed.markup(),
                parsed.pageStarts(),
                incoming.metadata(),
                incoming.effectiveVersion());
    }

    private Parsed parsed(IncomingDocument incoming) {
        if (incoming.content() != null) {
            return parser.parse(incoming.content(), incoming.contentType(), incoming.uri());
        }
        String text = Objects.requireNonNull(incoming.text(), "a document that isn't deleted has text or content");
        String type = mediaType(incoming.contentType());
        return switch (type) {
            case "text/plain" -> new Parsed(type, null, text, Document.Markup.PLAIN, List.of());
            case "text/markdown" -> new Parsed(type, null, text, Document.Markup.MARKDOWN, List.of());
            default -> parser.parse(Bytes.utf8(text), type + "; charset=UTF-8", incoming.uri());
        };
    }

    private static String mediaType(@Nullable String stated) {
        if (stated == null || stated.isBlank()) {
            return "text/plain";
        }
        int parameters = stated.indexOf(';');
        return (parameters < 0 ? stated : stated.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** Of no-break spaces too, which Java's own white space leaves out: an empty page of HTML is often full of them. */
    private static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(character -> Character.isWhitespace(character) || Character.isSpaceChar(character));
    }
}

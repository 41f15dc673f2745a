package io.millrace.chunk;

import io.millrace.chunk.Chunker.Piece;
import io.millrace.document.Document;
import io.millrace.document.Document.Markup;
import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import io.millrace.document.Origin;
import java.util.ArrayList;
import java.util.List;

/** Documents that are their text alone, and what a chunker makes of them. */
final class Pieces {
    static final TokenCounter WORDS = Pieces::words;

    private Pieces() {}

    static Document document(String text, Markup markup) {
        return new Document(
                Origin.ofFile("file:/d", 0, 0, 0),
                "d",
                null,
                Kind.DOCUMENT,
                null,
                null,
                "text/plain",
                text,
                markup,
                List.of(),
                Metadata.EMPTY,
                0);
    }

    static List<Piece> of(Chunker chunker, String text, Markup markup) {
        List<Piece> pieces = new ArrayList<>();
        chunker.chunk(document(text, markup), pieces::add);
        return pieces;
    }

    static List<String> texts(Chunker chunker, String text, Markup markup) {
        return of(chunker, text, markup).stream()
                .map(piece -> text.substring(piece.start(), piece.end()))
                .toList();
    }

    private static int words(String text) {
        int words = 0;
        boolean within = false;
        for (int i = 0; i < text.length(); i++) {
            boolean space = Character.isWhitespace(text.charAt(i));
            words += !space && !within ? 1 : 0;
            within = !space;
        }
        return words;
    }
}

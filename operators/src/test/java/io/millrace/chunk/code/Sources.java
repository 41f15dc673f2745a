package io.millrace.chunk.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.Chunker;
import io.millrace.chunk.Chunker.Piece;
import io.millrace.chunk.TokenCounter;
import io.millrace.document.Document;
import io.millrace.document.Document.Markup;
import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import io.millrace.document.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Source code for tests, and what must hold of its pieces. */
public final class Sources {
    /** A word is a token, and so is every other character but white space. */
    public static final TokenCounter TOKENS = Sources::count;

    private static final Pattern TOKEN = Pattern.compile("\\w+|[^\\w\\s]");

    private Sources() {}

    public static Document file(String name, String text) {
        return document(name, null, "text/plain", Markup.PLAIN, text);
    }

    static Document document(String uri, @Nullable String title, String contentType, Markup markup, String text) {
        return new Document(
                Origin.ofTopic("sources", 0, 1, 0),
                "doc-1",
                null,
                Kind.DOCUMENT,
                uri,
                title,
                contentType,
                text,
                markup,
                List.of(),
                Metadata.EMPTY,
                1);
    }

    public static List<Piece> pieces(Chunker chunker, String name, String text) {
        List<Piece> pieces = new ArrayList<>();
        chunker.chunk(file(name, text), pieces::add);
        return pieces;
    }

    public static List<String> texts(Chunker chunker, String name, String text) {
        return pieces(chunker, name, text).stream()
                .map(piece -> text.substring(piece.start(), piece.end()))
                .toList();
    }

    /** Ascending, apart, no larger than the limit unless a single character is, and over all that isn't white space. */
    public static void assertSound(List<Piece> pieces, String text, int maxTokens) {
        int covered = 0;
        for (Piece piece : pieces) {
            assertThat(piece.start()).isGreaterThanOrEqualTo(covered).isLessThan(piece.end());
            assertThat(text.substring(covered, piece.start())).isBlank();
            assertThat(count(text.substring(piece.start(), piece.end()))).isLessThanOrEqualTo(maxTokens);
            covered = piece.end();
        }
        assertThat(text.substring(covered)).isBlank();
    }

    private static int count(String text) {
        return (int) TOKEN.matcher(text).results().count();
    }
}

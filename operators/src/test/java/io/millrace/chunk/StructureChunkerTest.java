package io.millrace.chunk;

import static io.millrace.chunk.Pieces.WORDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.Chunker.Piece;
import io.millrace.document.Document.Markup;
import java.util.List;
import org.junit.jupiter.api.Test;

class StructureChunkerTest extends ChunkerContract {
    @Test
    void startsANewPieceAtAHeading() {
        String text = "# One\n\nFirst part here.\n\n# Two\n\nSecond part here.\n";

        assertThat(texts(text, Markup.MARKDOWN, sizes(2, 20)))
                .containsExactly("# One\n\nFirst part here.", "# Two\n\nSecond part here.");
    }

    @Test
    void carriesTheHeadingsAboveAPiece() {
        String text =
                "# Guide\n\nIntro words here.\n\n## Install\n\nRun it now please.\n\n# Other\n\nUnrelated words here.\n";

        assertThat(pieces(text, Markup.MARKDOWN, sizes(2, 20)))
                .extracting(Piece::headings)
                .containsExactly(List.of("Guide"), List.of("Guide", "Install"), List.of("Other"));
    }

    @Test
    void joinsSectionsThatAreTooSmall() {
        String text = "# A\n\nx\n\n# B\n\ny\n\n# C\n\nz\n";

        assertThat(texts(text, Markup.MARKDOWN, sizes(10, 20))).containsExactly("# A\n\nx\n\n# B\n\ny\n\n# C\n\nz");
    }

    @Test
    void knowsSetextHeadingsAndNotRules() {
        String text = "Title\n=====\n\nSome words.\n\n---\n\nPart\n----\n\nMore words.\n";

        assertThat(pieces(text, Markup.MARKDOWN, sizes(0, 50)))
                .extracting(Piece::headings)
                .containsExactly(List.of("Title"), List.of("Title", "Part"));
    }

    @Test
    void takesNoHeadingOutOfACodeFence() {
        String text = "# Real\n\n```sh\n# not a heading\nls\n```\n\nAfter words.\n";

        assertThat(pieces(text, Markup.MARKDOWN, sizes(0, 50)))
                .extracting(Piece::headings)
                .containsExactly(List.of("Real"));
    }

    @Test
    void readsNoMarkdownInPlainText() {
        String text = "# 1 reason\n\nwords\n";

        assertThat(pieces(text, Markup.PLAIN, sizes(0, 50)))
                .containsExactly(new Piece(0, "# 1 reason\n\nwords".length(), List.of()));
    }

    @Test
    void cutsLongParagraphsBetweenSentences() {
        String text = "One two three four. Five six seven eight. Nine ten eleven twelve.";

        assertThat(texts(text, Markup.PLAIN, sizes(0, 8)))
                .containsExactly("One two three four. Five six seven eight.", "Nine ten eleven twelve.");
    }

    @Test
    void cutsCodeBetweenLines() {
        String text = "```\na b c\nd e f\ng h i\n```\n";

        assertThat(texts(text, Markup.MARKDOWN, sizes(0, 6))).containsExactly("```\na b c", "d e f", "g h i\n```");
    }

    @Test
    void repeatsTheEndOfThePieceBeforeWhenAskedTo() {
        String text = "One two three. Four five six. Seven eight nine. Ten eleven twelve.";

        assertThat(texts(text, Markup.PLAIN, new ChunkSizes(6, 9, 3)))
                .containsExactly(
                        "One two three. Four five six.", "Four five six. Seven eight nine. Ten eleven twelve.");
    }

    @Test
    void cutsAWordThatIsLargerThanAPiece() {
        String text = "x".repeat(1000);

        List<Piece> pieces = pieces(text, Markup.PLAIN, new ChunkSizes(0, 100, 0), String::length);

        assertThat(pieces)
                .allSatisfy(piece -> assertThat(piece.end() - piece.start()).isLessThanOrEqualTo(100));
        assertThat(pieces.stream()
                        .mapToInt(piece -> piece.end() - piece.start())
                        .sum())
                .isEqualTo(1000);
    }

    @Override
    Chunker chunker(ChunkSizes sizes, TokenCounter tokens) {
        return new StructureChunker(sizes, tokens);
    }

    private static ChunkSizes sizes(int min, int max) {
        return new ChunkSizes(min, max, 0);
    }

    private static List<String> texts(String text, Markup markup, ChunkSizes sizes) {
        return pieces(text, markup, sizes).stream()
                .map(piece -> text.substring(piece.start(), piece.end()))
                .toList();
    }

    private static List<Piece> pieces(String text, Markup markup, ChunkSizes sizes) {
        return pieces(text, markup, sizes, WORDS);
    }

    private static List<Piece> pieces(String text, Markup markup, ChunkSizes sizes, TokenCounter tokens) {
        return Pieces.of(new StructureChunker(sizes, tokens), text, markup);
    }
}

package io.millrace.chunk;

import static io.millrace.chunk.Pieces.WORDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.chunk.Chunker.Piece;
import io.millrace.document.Document.Markup;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParentChildChunkerTest extends ChunkerContract {
    @Override
    Chunker chunker(ChunkSizes sizes, TokenCounter tokens) {
        return new ParentChildChunker(4 * sizes.maxTokens(), sizes, tokens);
    }

    @Override
    boolean overlaps() {
        return false;
    }

    @Test
    void tilesParentsWithItsPieces() {
        String text = RandomText.sentences(new Random(3), 300);

        List<Piece> pieces =
                Pieces.of(new ParentChildChunker(200, new ChunkSizes(10, 40, 0), WORDS), text, Markup.PLAIN);

        Span open = new Span(0, 0);
        int covered = 0;
        for (Piece piece : pieces) {
            Span parent = Objects.requireNonNull(piece.parent());
            if (!parent.equals(open)) {
                assertThat(covered).isEqualTo(open.end());
                assertThat(parent.start()).isEqualTo(piece.start());
                assertThat(WORDS.count(text.substring(parent.start(), parent.end())))
                        .isBetween(50, 200);
            }
            assertThat(text.substring(covered, piece.start())).isBlank();
            open = parent;
            covered = piece.end();
        }
        assertThat(covered).isEqualTo(open.end()).isEqualTo(text.length());
        assertThat(pieces.stream().map(Piece::parent).distinct().count()).isBetween(10L, 100L);
    }

    @Test
    void refusesParentsThatHoldNoPieceAndPiecesThatOverlap() {
        assertThatThrownBy(() -> new ParentChildChunker(30, new ChunkSizes(0, 40, 0), WORDS))
                .hasMessageContaining("a parent must hold a piece (40 tokens)");
        assertThatThrownBy(() -> new ParentChildChunker(90, new ChunkSizes(0, 40, 5), WORDS))
                .hasMessageContaining("got parents of 90 and an overlap of 5");
    }
}

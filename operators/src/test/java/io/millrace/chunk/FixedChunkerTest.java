package io.millrace.chunk;

import static io.millrace.chunk.Pieces.WORDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Document.Markup;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixedChunkerTest extends ChunkerContract {
    @Override
    Chunker chunker(ChunkSizes sizes, TokenCounter tokens) {
        return new FixedChunker(sizes, tokens);
    }

    @Test
    void cutsBetweenWordsWhateverTheySay() {
        String text = "# Head\n\nOne two. Three four five.\n\nSix.";

        assertThat(Pieces.texts(new FixedChunker(new ChunkSizes(0, 4, 0), WORDS), text, Markup.MARKDOWN))
                .containsExactly("# Head\n\nOne two.", "Three four five.\n\nSix.");
    }

    @Test
    void repeatsTheLastWords() {
        assertThat(Pieces.texts(new FixedChunker(new ChunkSizes(0, 3, 1), WORDS), "a b c d e f", Markup.PLAIN))
                .containsExactly("a b", "b c d", "d e f");
    }

    @Test
    void carriesTheHeadingsAboveAPiece() {
        String text = "# A\n\none two\n\n## B\n\nthree four";

        assertThat(Pieces.of(new FixedChunker(new ChunkSizes(0, 4, 0), WORDS), text, Markup.MARKDOWN))
                .extracting(Chunker.Piece::headings)
                .containsExactly(List.of("A"), List.of("A", "B"));
    }
}

package io.millrace.chunk;

import static io.millrace.chunk.Pieces.WORDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.document.Document.Markup;
import org.junit.jupiter.api.Test;

class SentenceChunkerTest extends ChunkerContract {
    @Override
    Chunker chunker(ChunkSizes sizes, TokenCounter tokens) {
        return new SentenceChunker(sizes, 4, tokens);
    }

    @Test
    void takesSoManySentencesAndNoMoreThanFit() {
        String text = "One. Two. Three. Four and more. Five and more.";

        assertThat(Pieces.texts(new SentenceChunker(new ChunkSizes(0, 5, 0), 3, WORDS), text, Markup.PLAIN))
                .containsExactly("One. Two. Three.", "Four and more.", "Five and more.");
    }

    @Test
    void leavesAHeadingWithTheSentenceUnderIt() {
        String text = "One.\n\n# Head\n\nTwo. Three.";

        assertThat(Pieces.texts(new SentenceChunker(new ChunkSizes(0, 9, 0), 2, WORDS), text, Markup.MARKDOWN))
                .containsExactly("One.\n\n# Head\n\nTwo.", "Three.");
    }

    @Test
    void refusesNoSentences() {
        assertThatThrownBy(() -> new SentenceChunker(new ChunkSizes(0, 9, 0), 0, WORDS))
                .hasMessage("a piece must have at least 1 sentence, got 0");
    }
}

package io.millrace.chunk;

import static io.millrace.chunk.Pieces.WORDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Document.Markup;
import org.junit.jupiter.api.Test;

class RecursiveChunkerTest extends ChunkerContract {
    @Override
    Chunker chunker(ChunkSizes sizes, TokenCounter tokens) {
        return new RecursiveChunker(sizes, tokens);
    }

    @Test
    void joinsParagraphsThatFitAndSplitsOneThatDoesNot() {
        String text = "One two.\n\nThree four.\n\nA b c d. E f g h. I j k l.\n\nFive six.";

        assertThat(Pieces.texts(new RecursiveChunker(new ChunkSizes(0, 8, 0), WORDS), text, Markup.PLAIN))
                .containsExactly("One two.\n\nThree four.", "A b c d. E f g h.", "I j k l.", "Five six.");
    }

    @Test
    void splitsAParagraphBetweenItsLinesBeforeItsSentences() {
        String text = "One two. Three four.\nFive six. Seven eight.\n- nine ten";

        assertThat(Pieces.texts(new RecursiveChunker(new ChunkSizes(0, 6, 0), WORDS), text, Markup.PLAIN))
                .containsExactly("One two. Three four.", "Five six. Seven eight.", "- nine ten");
    }

    @Test
    void repeatsWholeSentencesWhereAskedTo() {
        String text = "One two. Three four. Five six. Seven eight.";

        assertThat(Pieces.texts(new RecursiveChunker(new ChunkSizes(0, 6, 2), WORDS), text, Markup.PLAIN))
                .containsExactly("One two. Three four.", "Three four. Five six. Seven eight.");
    }
}

package io.millrace.benchmark.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmark.corpus.Corpus;
import io.millrace.chunk.Chunker;
import io.millrace.chunk.EmbeddingText;
import io.millrace.chunk.Span;
import io.millrace.document.Document;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MillraceSplitterTest {
    private static final Corpus CORPUS = new Corpus("guide", "# Guide\n\nRun it twice.");

    @Test
    void embedsAPieceAloneOrUnderItsHeadings() {
        var chunker = chunker(new Chunker.Piece(9, 22, List.of("Guide")));

        assertThat(new MillraceSplitter(chunker, EmbeddingText.NONE).split(CORPUS))
                .containsExactly(new Segment(new Span(9, 22), "Run it twice."));
        assertThat(new MillraceSplitter(chunker, EmbeddingText.HEADINGS).split(CORPUS))
                .containsExactly(new Segment(new Span(9, 22), "Guide\nRun it twice."));
    }

    @Test
    void readsTheParentOfAPieceThatHasOne() {
        var chunker = chunker(new Chunker.Piece(9, 15, List.of(), new Span(0, 22)));

        assertThat(new MillraceSplitter(chunker, EmbeddingText.NONE).split(CORPUS))
                .containsExactly(new Segment(new Span(0, 22), "Run it"));
    }

    private static Chunker chunker(Chunker.Piece piece) {
        return new Chunker() {
            @Override
            public void chunk(Document document, Consumer<Piece> out) {
                out.accept(piece);
            }

            @Override
            public String fingerprint() {
                return "one piece";
            }
        };
    }
}

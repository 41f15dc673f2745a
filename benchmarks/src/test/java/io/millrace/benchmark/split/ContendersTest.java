package io.millrace.benchmark.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.benchmark.corpus.Corpus;
import io.millrace.benchmark.model.FakeModel;
import io.millrace.chunk.EmbeddingText;
import io.millrace.failure.FatalException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContendersTest {
    private static final List<EmbeddingText> NONE = List.of(EmbeddingText.NONE);

    private static final Corpus CORPUS = new Corpus(
            "text", "The first line.\nThe second one. It has two sentences.\n\n\nThe last, after some blank lines.\n");

    private final Contenders contenders = new Contenders(text -> text.split("\\s+", -1).length, new FakeModel());

    @Test
    void everyoneCutsAllTheTextButWhiteSpaceInOrder() {
        List<Contender> all = contenders.of(List.copyOf(Contenders.names()), List.of(5, 50), NONE);

        assertThat(all).hasSizeGreaterThanOrEqualTo(5);
        assertThat(all).allSatisfy(contender -> {
            int end = 0;
            for (Segment segment : contender.splitter().split(CORPUS)) {
                assertThat(CORPUS.text()
                                .substring(end, Math.max(end, segment.read().start())))
                        .as(contender.label())
                        .isBlank();
                assertThat(segment.embedded()).as(contender.label()).isNotBlank();
                end = Math.max(end, segment.read().end());
            }
            assertThat(CORPUS.text().substring(end)).as(contender.label()).isBlank();
        });
    }

    @Test
    void aPeerEmbedsTheTextAloneAndAChunkerWithoutSizesIsThereOnce() {
        List<EmbeddingText> both = List.of(EmbeddingText.NONE, EmbeddingText.HEADINGS);

        assertThat(contenders.of(List.of("langchain4j-recursive", "whole", "structure"), List.of(5, 50), both))
                .extracting(Contender::label)
                .containsExactly(
                        "structure 5 with none",
                        "structure 5 with headings",
                        "structure 50 with none",
                        "structure 50 with headings",
                        "whole with none",
                        "whole with headings",
                        "langchain4j-recursive 5 with none",
                        "langchain4j-recursive 50 with none");
    }

    @Test
    void refusesANameThatThereIsNot() {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> contenders.of(List.of("structured"), List.of(5), NONE))
                .withMessage("--chunkers must be some of %s, got [structured]", Contenders.names());
    }
}

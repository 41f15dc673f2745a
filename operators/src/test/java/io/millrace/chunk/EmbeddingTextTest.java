package io.millrace.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EmbeddingTextTest {
    @Test
    void isTheTextAloneWhereNothingElseIsWanted() {
        assertThat(EmbeddingText.NONE.of(chunk("Title", List.of("Head"), "words")))
                .isEqualTo("words");
    }

    @Test
    void putsTheTitleBeforeTheText() {
        assertThat(EmbeddingText.TITLE.of(chunk("Title", List.of("Head"), "words")))
                .isEqualTo("Title words");
        assertThat(EmbeddingText.TITLE.of(chunk(null, List.of(), "words"))).isEqualTo("words");
        assertThat(EmbeddingText.TITLE.of(chunk(" ", List.of(), "words"))).isEqualTo("words");
    }

    @Test
    void putsTitleAndHeadingsOnALineBeforeTheText() {
        assertThat(EmbeddingText.HEADINGS.of(chunk(" Title ", List.of("A", "B"), "words")))
                .isEqualTo("Title > A > B\nwords");
        assertThat(EmbeddingText.HEADINGS.of(chunk(null, List.of(), "words"))).isEqualTo("words");
    }

    @Test
    void saysNoHeadingTwice() {
        assertThat(EmbeddingText.HEADINGS.of(chunk("Guide", List.of("Guide", "Install"), "## Install\n\nRun it.")))
                .isEqualTo("Guide\n## Install\n\nRun it.");
        assertThat(EmbeddingText.HEADINGS.of(chunk(null, List.of("Title"), "Title\n=====\nx")))
                .isEqualTo("Title\n=====\nx");
        assertThat(EmbeddingText.HEADINGS.of(chunk(null, List.of(""), "#"))).isEqualTo("#");
    }

    @Test
    void keepsTheContextShort() {
        assertThat(EmbeddingText.HEADINGS.of(chunk("x".repeat(500), List.of(), "words")))
                .isEqualTo("x".repeat(160) + "\nwords");
    }

    @Test
    void cutsNoCharacterOfTheContextInHalf() {
        assertThat(EmbeddingText.HEADINGS.of(chunk("x" + "\uD83D\uDE00".repeat(200), List.of(), "words")))
                .isEqualTo("x" + "\uD83D\uDE00".repeat(79) + "\nwords");
    }

    private static Chunk chunk(@Nullable String title, List<String> headings, String text) {
        return new Chunk(
                "id",
                "d",
                null,
                Kind.DOCUMENT,
                null,
                title,
                "text/plain",
                "topic:documents",
                headings,
                0,
                1,
                0,
                text.length(),
                null,
                null,
                text,
                "hash",
                1,
                1,
                "r",
                Metadata.EMPTY);
    }
}

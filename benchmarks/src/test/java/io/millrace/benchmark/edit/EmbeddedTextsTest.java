package io.millrace.benchmark.edit;

import static io.millrace.benchmark.split.Contender.Known.BY_TEXT;
import static io.millrace.benchmark.split.Contender.Known.BY_TEXT_AND_OCCURRENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmark.edit.EmbeddedTexts.Cost;
import io.millrace.chunk.TokenCounter;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedTextsTest {
    /** A token is a character. */
    private static final TokenCounter CHARACTERS = String::length;

    private final EmbeddedTexts texts = new EmbeddedTexts(List.of("a", "bb", "a", "cccc"));

    @Test
    void whatIsThereCostsNothingWhereverItStands() {
        List<String> moved = List.of("cccc", "a", "bb", "a");

        assertThat(texts.costOf(moved, BY_TEXT_AND_OCCURRENCE, CHARACTERS)).isEqualTo(new Cost(0, 0));
        assertThat(texts.costOf(moved, BY_TEXT, CHARACTERS)).isEqualTo(new Cost(0, 0));
    }

    @Test
    void whatIsGoneCostsNothing() {
        assertThat(texts.costOf(List.of("a"), BY_TEXT_AND_OCCURRENCE, CHARACTERS))
                .isEqualTo(new Cost(0, 0));
    }

    @Test
    void countsNewTextsAndTheirTokens() {
        List<String> edited = List.of("a", "bbb", "a", "cccc", "dd");

        assertThat(texts.costOf(edited, BY_TEXT_AND_OCCURRENCE, CHARACTERS)).isEqualTo(new Cost(2, 5));
        assertThat(texts.costOf(edited, BY_TEXT, CHARACTERS)).isEqualTo(new Cost(2, 5));
    }

    @Test
    void anOccurrenceMoreIsNewByOccurrenceAndKnownByText() {
        List<String> edited = List.of("a", "a", "a", "cccc", "cccc", "bb");

        assertThat(texts.costOf(edited, BY_TEXT_AND_OCCURRENCE, CHARACTERS)).isEqualTo(new Cost(2, 5));
        assertThat(texts.costOf(edited, BY_TEXT, CHARACTERS)).isEqualTo(new Cost(0, 0));
    }

    @Test
    void aNewTextThatOccursTwiceIsEmbeddedTwiceByOccurrenceAndOnceByText() {
        List<String> edited = List.of("xyz", "xyz");

        assertThat(texts.costOf(edited, BY_TEXT_AND_OCCURRENCE, CHARACTERS)).isEqualTo(new Cost(2, 6));
        assertThat(texts.costOf(edited, BY_TEXT, CHARACTERS)).isEqualTo(new Cost(1, 3));
    }
}

package io.millrace.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Bm25Test {
    private final Bm25 english = new Bm25(Language.ENGLISH);

    @Test
    void wordsAreLettersAndDigitsInLowerCaseByTheirStems() {
        assertThat(english.words("The mills' wheels are turning: 42 sacks, and Kuchenbäcker²!"))
                .containsExactly("mill", "wheel", "turn", "42", "sack", "kuchenbäcker²");
    }

    @Test
    void withoutALanguageEveryWordCountsAsItStands() {
        assertThat(new Bm25(Language.NONE).words("The wheels turning")).containsExactly("the", "wheels", "turning");
    }

    @Test
    void aWordsComponentIsItsHashWithoutItsSign() {
        // MurmurHash3_x86_32, seed 0, of "hello" is 0x248bfa47; of "a" 0x3c2569b2; of "test" 0xba6bd213, which is
        // negative.
        assertThat(Bm25.index("hello")).isEqualTo(0x248bfa47);
        assertThat(Bm25.index("a")).isEqualTo(0x3c2569b2);
        assertThat(Bm25.index("test")).isEqualTo(-0xba6bd213);
    }

    @Test
    void aDocumentsComponentIsTheSaturatedFrequencyOfTheWord() {
        SparseVector vector = english.document("mill river mill");

        // Three words of 256: length is .25 + .75 * 3 / 256 = .258789. Twice: 2 * 2.2 / (2 + 1.2 * .258789) = 1.904311;
        // once: 2.2 / (1 + 1.2 * .258789) = 1.678689.
        assertThat(component(vector, "mill")).isCloseTo(1.904311f, within(1e-5f));
        assertThat(component(vector, "river")).isCloseTo(1.678689f, within(1e-5f));
        assertThat(vector.indices()).hasSize(2);
    }

    @Test
    void aQuestionsComponentsAreOneEachAndAscending() {
        SparseVector vector = english.query("mill river mill stone wheel sack baker");

        assertThat(vector.values()).containsOnly(1f).hasSize(6);
        int[] sorted = vector.indices().clone();
        Arrays.sort(sorted);
        assertThat(vector.indices()).isEqualTo(sorted);
    }

    @Test
    void aTextWithoutAWordThatCountsIsEmpty() {
        assertThat(english.document("to be, or not to be?").isEmpty()).isTrue();
        assertThat(english.query("!!!").isEmpty()).isTrue();
        assertThat(english.query("").isEmpty()).isTrue();
    }

    @Test
    void charactersBeyondSixteenBitsArePartsOfWords() {
        assertThat(new Bm25(Language.NONE).words("\uD835\uDD4E x \uD83D\uDE00y"))
                .containsExactly("\uD835\uDD4E", "x", "y");
    }

    @ParameterizedTest
    @EnumSource
    void everyLanguageHasItsStemmerAndItsStopWords(Language language) {
        Bm25 bm25 = new Bm25(language);

        assertThat(bm25.words("internationalisation")).hasSize(1);
        assertThat(language.stopWords().isEmpty()).isEqualTo(language == Language.NONE);
    }

    private static float component(SparseVector vector, String word) {
        int at = Arrays.binarySearch(vector.indices(), Bm25.index(word));
        return vector.values()[at];
    }
}

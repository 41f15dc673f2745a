package io.millrace.connector.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextWordsTest {
    @Test
    void takesWhatStandsBetweenWhiteSpaceWithoutWhatStandsAroundIt() {
        assertThat(known("(The  mill,\u00A0it \"turns\"…)", "the", "mill", "it", "turns"))
                .containsExactly("the", "mill", "it", "turns");
    }

    @Test
    void takesAWholeBeforeItsParts() {
        assertThat(known("rain-fed don't", "rain-fed", "rain", "fed", "don", "t"))
                .containsExactly("rain-fed", "don", "t");
    }

    @Test
    void leavesOutPartsThatNobodyKnows() {
        assertThat(known("alpha/beta/gamma x", "beta")).containsExactly("beta");
        assertThat(known("---", "-")).isEmpty();
        assertThat(known("", "")).isEmpty();
    }

    @Test
    void looksUpAWordThatIsNotThereOnce() {
        List<String> asked = new ArrayList<>();

        TextWords.find(
                "mill!",
                true,
                word -> {
                    asked.add(word);
                    return -1;
                },
                word -> {});

        assertThat(asked).containsExactly("mill");
    }

    @Test
    void composesLettersAndTheirMarks() {
        assertThat(known("cafe\u0301s", "caf\u00E9s")).containsExactly("caf\u00E9s");
    }

    @Test
    void keepsCasesWhenToldSo() {
        List<String> asked = new ArrayList<>();

        TextWords.find(
                "Mill",
                false,
                word -> {
                    asked.add(word);
                    return 0;
                },
                word -> {});

        assertThat(asked).containsExactly("Mill");
    }

    @Test
    void countsParts() {
        assertThat(TextWords.count("The rain-fed mill's 3 wheels 😀")).isEqualTo(7);
        assertThat(TextWords.count(" … ")).isZero();
    }

    private static List<String> known(String text, String... vocabulary) {
        List<String> words = List.of(vocabulary);
        List<String> found = new ArrayList<>();
        TextWords.find(text, true, words::indexOf, index -> found.add(words.get(index)));
        return found;
    }
}

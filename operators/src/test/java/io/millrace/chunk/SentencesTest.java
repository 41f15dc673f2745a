package io.millrace.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SentencesTest {
    @Test
    void endWhereASentenceDoes() {
        assertThat(sentences("One two. Three four!  Five?\n")).containsExactly("One two.", "Three four!", "Five?");
        assertThat(sentences("これは一つ。これは二つ。")).containsExactly("これは一つ。", "これは二つ。");
    }

    @Test
    void doNotEndAfterAbbreviationsAndInitials() {
        assertThat(sentences("Mr. Speaker, J. R. Smith met Dr. Who. He left at 5.30 in the U.S. Navy."))
                .containsExactly("Mr. Speaker, J. R. Smith met Dr. Who.", "He left at 5.30 in the U.S. Navy.");
        assertThat(sentences("1. First comes first. 2. Second."))
                .containsExactly("1. First comes first.", "2. Second.");
    }

    @Test
    void goOnInLowerCaseUnlessTheyBeganSo() {
        assertThat(sentences("It costs approx. five. “Why?” he asked."))
                .containsExactly("It costs approx. five.", "“Why?” he asked.");
        assertThat(sentences("the company grew. a tax was due. it paid."))
                .containsExactly("the company grew.", "a tax was due.", "it paid.");
    }

    @Test
    void endAfterWhatClosesThem() {
        assertThat(sentences("He said “Go.” (She went.) [Then…] 「はい。」いいえ。"))
                .containsExactly("He said “Go.”", "(She went.)", "[Then…]", "「はい。」", "いいえ。");
    }

    @Test
    void areNoneInWhiteSpace() {
        assertThat(sentences("")).isEmpty();
        assertThat(sentences(" \n\t ")).isEmpty();
    }

    @Test
    void countTheirOffsetsFromTheTextsStart() {
        assertThat(Sentences.in("xx A b. C d. xx", 3, 12)).containsExactly(new Span(3, 7), new Span(8, 12));
    }

    @Test
    void holdAllThatIsNotWhiteSpaceInOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] parts = {"word", " ", ". ", "\n", "Dr. ", "3.5", "。", "\uD83D\uDE00", "\"", "\t", "A"};
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            int covered = 0;
            for (Span span : Sentences.in(text.toString(), 0, text.length())) {
                assertThat(text.substring(covered, span.start()))
                        .as("seed %d, round %d", seed, round)
                        .isBlank();
                assertThat(text.substring(span.start(), span.end()))
                        .isNotEmpty()
                        .isEqualTo(text.substring(span.start(), span.end()).strip());
                covered = span.end();
            }
            assertThat(text.substring(covered)).isBlank();
        }
    }

    private static List<String> sentences(String text) {
        return Sentences.in(text, 0, text.length()).stream()
                .map(span -> text.substring(span.start(), span.end()))
                .toList();
    }
}

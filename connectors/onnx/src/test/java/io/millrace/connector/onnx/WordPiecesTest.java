package io.millrace.connector.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordPiecesTest {
    private final WordPieces wordPieces = WordPieces.of(SentenceTransformer.ALL_MINILM_L6_V2);

    @Test
    void framesTheWordPiecesOfBertsVocabulary() {
        assertThat(wordPieces.frame("Hello, world", 256)).containsExactly(101, 7592, 1010, 2088, 102);
    }

    @Test
    void cutsWithinTheFrame() {
        assertThat(wordPieces.frame("Hello, world", 4)).containsExactly(101, 7592, 1010, 102);
    }

    @Test
    void framesNothing() {
        assertThat(wordPieces.frame("", 256)).containsExactly(101, 102);
    }

    @Test
    void countsWithoutTheFrame() {
        assertThat(wordPieces.count("Hello, world")).isEqualTo(3);
        assertThat(wordPieces.count("")).isZero();
    }

    @Test
    void countsTheSameInWindowsAsSentenceBySentence() {
        String sentence = "The miller's unbelievably lazy dog, Rex, sleeps at 北京; naïve café owners pay $3.50. ";
        int pieces = wordPieces.count(sentence);

        for (int repetitions : List.of(1, 50, 97, 1_000)) {
            assertThat(wordPieces.count(sentence.repeat(repetitions))).isEqualTo(pieces * repetitions);
        }
    }

    @Test
    void countsForManyThreadsAtOnce() {
        String text = "grain is ground to flour ".repeat(40);

        assertThat(IntStream.range(0, 200).parallel().map(i -> wordPieces.count(text)))
                .containsOnly(200);
    }
}

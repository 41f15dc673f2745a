package io.millrace.benchmark.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.benchmark.corpus.Corpus;
import io.millrace.chunk.Span;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomEditsTest {
    private static final Corpus FIRST = corpus("first");
    private static final Corpus SECOND = corpus("second");
    private static final List<Corpus> ALL = List.of(FIRST, SECOND);

    @Test
    void aSeedDecidesTheEdits() {
        List<Edit> edits = new RandomEdits(FIRST, ALL, 7).draw(30);

        assertThat(new RandomEdits(FIRST, ALL, 7).draw(30)).isEqualTo(edits);
        assertThat(new RandomEdits(FIRST, ALL, 8).draw(30)).isNotEqualTo(edits);
        assertThat(new RandomEdits(SECOND, ALL, 7).draw(30)).isNotEqualTo(edits);
    }

    @Test
    void drawsTheKindsInTurn() {
        assertThat(new RandomEdits(FIRST, ALL, 1).draw(4))
                .extracting(Edit::kind)
                .containsExactly(Edit.Kind.INSERT, Edit.Kind.DELETE, Edit.Kind.REPLACE, Edit.Kind.INSERT);
    }

    @Test
    void everyEditChangesTheTextByOneSentence() {
        List<Edit> edits = new RandomEdits(FIRST, ALL, 1).draw(300);

        assertThat(edits).allSatisfy(edit -> {
            String edited = edit.applyTo(FIRST.text());
            assertThat(edited).isNotEqualTo(FIRST.text());
            assertThat(ProseSentences.in(edited))
                    .hasSize(
                            switch (edit.kind()) {
                                case INSERT -> 41;
                                case DELETE -> 39;
                                case REPLACE -> 40;
                            });
        });
        assertThat(edits).anyMatch(edit -> edit.replacement().contains("first"));
        assertThat(edits).anyMatch(edit -> edit.replacement().contains("second"));
    }

    @Test
    void deletesTheSpaceAfterASentenceThatOthersFollow() {
        assertThat(deleted("One. Two.  Three.", 5, 9)).isEqualTo("One. Three.");
        assertThat(deleted("  One. Two.", 2, 6)).isEqualTo("  Two.");
    }

    @Test
    void deletesTheSpaceBeforeTheLastSentenceOfALine() {
        assertThat(deleted("One. Two.\nThree.", 5, 9)).isEqualTo("One.\nThree.");
        assertThat(deleted("One. Two.", 5, 9)).isEqualTo("One.");
    }

    @Test
    void deletesALineThatHoldsNothingElse() {
        assertThat(deleted("One.\n Two. \nThree.", 6, 10)).isEqualTo("One.\nThree.");
        assertThat(deleted("One.\nTwo.", 5, 9)).isEqualTo("One.\n");
        assertThat(deleted("One.", 0, 4)).isEmpty();
    }

    @Test
    void refusesATextWithoutSentences() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RandomEdits(new Corpus("numbers", "1\n2\n"), ALL, 1))
                .withMessage("numbers holds no sentence to edit");
    }

    private static String deleted(String text, int start, int end) {
        return RandomEdits.deletion(text, new Span(start, end)).applyTo(text);
    }

    /** Forty different sentences, four to a line. */
    private static Corpus corpus(String name) {
        return new Corpus(
                name,
                IntStream.range(0, 40)
                        .mapToObj(i ->
                                "Sentence %d of the %s text ends here.%s".formatted(i, name, i % 4 == 3 ? "\n\n" : " "))
                        .collect(Collectors.joining()));
    }
}

package io.millrace.local.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.failure.FatalException;
import io.millrace.local.eval.Dataset.Measure;
import io.millrace.local.eval.Dataset.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassageDatasetTest {
    /** The ice cream is one code point, and two UTF-16 units. */
    private static final String TEXT = "🍨 Cats sleep. Dogs bark.";

    @TempDir
    private Path directory;

    @BeforeEach
    void writeADataset() throws IOException {
        Files.writeString(directory.resolve("pets.md"), TEXT);
        question("Cats sleep.", 2, 13);
    }

    @Test
    void readsPassagesInCodePointsAndHasThemInUtf16() throws IOException {
        PassageDataset dataset = PassageDataset.read(directory);

        assertThat(dataset.questions()).isEqualTo(Map.of("0", "Who sleeps?"));
        assertThat(dataset.passages()).isEqualTo(Map.of("0", List.of(place(3, 14))));
        assertThat(dataset.texts()).isEqualTo(Map.of("pets", TEXT));
    }

    @Test
    void countsThePassagesCharactersThatTheFirstChunksHoldOnceEach() throws IOException {
        Dataset dataset = Dataset.read(directory);

        // Of the eleven characters 3 to 13, the first two chunks hold 3 to 7, the third one 6 to 8.
        List<Measure> measures = dataset.measure(Map.of("0", List.of(place(0, 6), place(5, 8), place(6, 9))));

        assertThat(measures)
                .containsExactly(
                        new Measure("Hit@1", 1, 4),
                        new Measure("Hit@5", 1, 4),
                        new Measure("Recall@5", 6.0 / 11, 4),
                        new Measure("Recall@10", 6.0 / 11, 4),
                        new Measure("Recall@20", 6.0 / 11, 4));
    }

    @Test
    void takesAPlaceForEvidenceThatSharesACharacterWithAPassage() throws IOException {
        Dataset dataset = Dataset.read(directory);

        assertThat(dataset.isEvidence("0", place(13, 20))).isTrue();
        assertThat(dataset.isEvidence("0", place(14, 20))).isFalse();
        assertThat(dataset.isEvidence("0", place(0, 3))).isFalse();
        assertThat(dataset.isEvidence("0", new Place("other", 3, 14))).isFalse();
    }

    @Test
    void refusesAPassageThatIsNotInItsText() throws IOException {
        question("Cats sleep.", 3, 14);

        assertThatThrownBy(() -> Dataset.read(directory))
                .isInstanceOf(FatalException.class)
                .hasMessage("pets.md doesn't hold the passage that questions_df.csv expects from 3 to 14: not the same"
                        + " edition");
    }

    @Test
    void namesTheColumnsThatItNeeds() throws IOException {
        Files.writeString(directory.resolve("questions_df.csv"), "question\nWho sleeps?\n");

        assertThatThrownBy(() -> Dataset.read(directory))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "questions_df.csv must have the columns question, references and corpus_id, got [question]");
    }

    private void question(String content, int start, int end) throws IOException {
        Files.writeString(
                directory.resolve("questions_df.csv"),
                "question,references,corpus_id\nWho sleeps?,\"[{\"\"content\"\": \"\"%s\"\", \"\"start_index\"\": %d, \"\"end_index\"\": %d}]\",pets\n"
                        .formatted(content, start, end));
    }

    private static Place place(int start, int end) {
        return new Place("pets", start, end);
    }
}

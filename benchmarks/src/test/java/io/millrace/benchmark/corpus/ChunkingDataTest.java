package io.millrace.benchmark.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.chunk.Span;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkingDataTest {
    private static final String HEAD = "question,references,corpus_id\n";

    @TempDir
    private Path data = Path.of(".");

    @Test
    void readsIndexesAsCodePoints() throws IOException {
        // An astral character is one index in Python and two UTF-16 units here.
        write("letters.md", "a\uD83D\uDE00b\uD83D\uDE00cd");
        write(
                "questions_df.csv",
                HEAD
                        + "\"Which, then?\",\"[{\"\"content\"\": \"\"b\\ud83d\\ude00c\"\", \"\"start_index\"\": 2, \"\"end_index\"\": 5}]\",letters\n");

        List<Question> questions = ChunkingData.read(data, List.of()).questions();

        assertThat(questions).containsExactly(new Question("Which, then?", "letters", List.of(new Span(3, 7))));
    }

    @Test
    void readsTheTextsAskedForAndTheirQuestions() throws IOException {
        write("letters.md", "abc");
        write("numbers.md", "123");
        write("questions_df.csv", HEAD + row("letters", "abc") + row("numbers", "123"));

        assertThat(ChunkingData.read(data, List.of()).corpora()).containsOnlyKeys("letters", "numbers");
        var some = ChunkingData.read(data, List.of("numbers"));
        assertThat(some.corpora()).containsOnlyKeys("numbers");
        assertThat(some.questions()).extracting(Question::corpus).containsExactly("numbers");
    }

    @Test
    void refusesAPassageThatIsNotThere() throws IOException {
        write("letters.md", "xyz");
        write("questions_df.csv", HEAD + row("letters", "abc"));
        var texts = ChunkingData.read(data, List.of());

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(texts::questions)
                .withMessage("letters.md doesn't hold the passage that questions_df.csv expects from 0 to 3: not the"
                        + " same edition");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> ChunkingData.read(data, List.of()))
                .withMessage("%s isn't there: say with --data where the evaluation data is", data.resolve("chunking"));
        write("letters.md", "abc");
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> ChunkingData.read(data, List.of("letters", "figures")))
                .withMessage("--corpora must be some of [letters], got [figures, letters]");
    }

    @Test
    void readsEveryQuestionOfTheEvaluationData() throws IOException {
        Path real = Path.of(System.getProperty("millrace.data", "../../shared/data"));
        assumeTrue(
                Files.isDirectory(real.resolve("chunking")),
                () -> real.resolve("chunking") + " is absent; say where it is with -Dmillrace.data");

        List<Question> questions = ChunkingData.read(real, List.of()).questions();

        assertThat(questions).hasSize(472);
        assertThat(questions.stream()
                        .mapToInt(question -> question.references().size())
                        .sum())
                .isEqualTo(790);
    }

    private static String row(String corpus, String content) {
        return "Why?,\"[{\"\"content\"\": \"\"%s\"\", \"\"start_index\"\": 0, \"\"end_index\"\": %d}]\",%s%n"
                .formatted(content, content.length(), corpus);
    }

    private void write(String name, String text) throws IOException {
        Path directory = Files.createDirectories(data.resolve("chunking"));
        Files.writeString(directory.resolve(name), text);
    }
}

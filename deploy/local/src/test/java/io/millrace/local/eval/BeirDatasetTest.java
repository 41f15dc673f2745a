package io.millrace.local.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeirDatasetTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeADataset() throws IOException {
        write("corpus.jsonl", "{\"_id\": \"d1\", \"title\": \"T\", \"text\": \"x\"}\n");
        write("queries.jsonl", "{\"_id\": \"q1\", \"text\": \"One?\"}\n\n{\"_id\": \"q2\", \"text\": \"Two?\"}\n");
        write("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n");
    }

    @Test
    void readsTheQuestionsThatHaveJudgements() throws IOException {
        BeirDataset dataset = BeirDataset.read(directory);

        assertThat(dataset.corpus()).isEqualTo(directory.resolve("corpus.jsonl"));
        assertThat(dataset.queries()).isEqualTo(Map.of("q1", "One?"));
        assertThat(dataset.judgements()).isEqualTo(Map.of("q1", Map.of("d1", 2, "d2", 0)));
    }

    @Test
    void readsJudgementsWhereBeirHasThem() throws IOException {
        Files.createDirectory(directory.resolve("qrels"));
        Files.move(directory.resolve("qrels.tsv"), directory.resolve("qrels").resolve("test.tsv"));

        assertThat(BeirDataset.read(directory).judgements()).containsOnlyKeys("q1");
    }

    @Test
    void namesTheFileThatIsMissing() throws IOException {
        Files.delete(directory.resolve("queries.jsonl"));

        assertThatThrownBy(() -> BeirDataset.read(directory))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "--dataset must be a folder in BEIR format (corpus.jsonl, queries.jsonl, qrels.tsv): %s isn't there",
                        directory.resolve("queries.jsonl"));
    }

    @Test
    void refusesJudgementsWithoutThreeColumns() throws IOException {
        write("qrels.tsv", "query-id\tcorpus-id\tscore\nq1 d1 1\n");

        assertThatThrownBy(() -> BeirDataset.read(directory))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "%s must have three columns (query, document, relevance), separated by tabs, got 'q1 d1 1'",
                        directory.resolve("qrels.tsv"));
    }

    @Test
    void refusesARelevanceThatIsNoWholeNumber() throws IOException {
        write("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1\thigh\n");

        assertThatThrownBy(() -> BeirDataset.read(directory))
                .isInstanceOf(FatalException.class)
                .hasMessage("%s must have whole numbers as relevance, got 'high'", directory.resolve("qrels.tsv"));
    }

    @Test
    void refusesQuestionsThatAreNotJson() throws IOException {
        write("queries.jsonl", "{\"_id\": \"q1\", \"text\": \"One?\"}\nq2 Two?\n");

        assertThatThrownBy(() -> BeirDataset.read(directory))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "%s must hold one JSON object a line; line 2 isn't one", directory.resolve("queries.jsonl"));
    }

    @Test
    void refusesADatasetWithoutAJudgedQuestion() throws IOException {
        write("qrels.tsv", "query-id\tcorpus-id\tscore\n");

        assertThatThrownBy(() -> BeirDataset.read(directory))
                .isInstanceOf(FatalException.class)
                .hasMessage("None of the questions in %s has a judgement", directory.resolve("queries.jsonl"));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }
}

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

class CodebaseDatasetTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeADataset() throws IOException {
        write("codebase_chunks.json", """
                [{"doc_id": "doc_1", "original_uuid": "u1", "content": "license a", "chunks": [
                   {"chunk_id": "doc_1_chunk_0", "original_index": 0, "content": "license\\n"},
                   {"chunk_id": "doc_1_chunk_1", "original_index": 1, "content": "class A {}"}]},
                 {"doc_id": "doc_2", "original_uuid": "u2", "content": "license", "chunks": [
                   {"chunk_id": "doc_2_chunk_0", "original_index": 0, "content": " license"}]}]""");
        write("evaluation_set.jsonl", """
                {"query": "What is A?", "golden_chunk_uuids": [["u1", 1], ["u1", 0]]}
                {"query": "Which license?", "golden_chunk_uuids": [["u2", 0]]}
                """);
    }

    @Test
    void readsChunksAndTheQuestionsThatTheyAnswer() throws IOException {
        Dataset dataset = Dataset.read(directory);

        assertThat(dataset.questions()).isEqualTo(Map.of("0", "What is A?", "1", "Which license?"));
        assertThat(dataset.texts()).isEqualTo(Map.of("u1/0", "license\n", "u1/1", "class A {}", "u2/0", " license"));
    }

    @Test
    void writesEachChunkAsADocument() throws IOException {
        List<String> settings = Dataset.read(directory).indexing(directory);

        assertThat(settings).contains("files.path=" + directory.resolve("chunks.jsonl"), "chunking.chunker=whole");
        assertThat(Files.readAllLines(directory.resolve("chunks.jsonl")))
                .contains("{\"id\":\"u1/0\",\"contentType\":\"text/plain\",\"text\":\"license\\n\"}");
    }

    @Test
    void findsAChunkByWhatItSays() throws IOException {
        Dataset dataset = Dataset.read(directory);

        // The license of u2 is the one of u1, but for white space around it.
        List<Measure> measures = dataset.measure(Map.of("0", List.of(place("u2/0")), "1", List.of(place("u1/0"))));

        assertThat(measures)
                .containsExactly(
                        new Measure("Pass@5", 75, 2), new Measure("Pass@10", 75, 2), new Measure("Pass@20", 75, 2));
        assertThat(dataset.isEvidence("1", place("u1/0"))).isTrue();
        assertThat(dataset.isEvidence("1", place("u1/1"))).isFalse();
    }

    @Test
    void averagesOverTheQuestionsThatWereAsked() throws IOException {
        assertThat(Dataset.read(directory).measure(Map.of("1", List.of(place("u2/0")))))
                .contains(new Measure("Pass@5", 100, 2));
    }

    @Test
    void refusesAQuestionWhoseChunkIsUnknown() throws IOException {
        write("evaluation_set.jsonl", "{\"query\": \"What is B?\", \"golden_chunk_uuids\": [[\"u3\", 0]]}\n");

        assertThatThrownBy(() -> Dataset.read(directory))
                .isInstanceOf(FatalException.class)
                .hasMessage("evaluation_set.jsonl must name chunks of codebase_chunks.json for every question"
                        + " (golden_chunk_uuids), got [u3/0] for question 0");
    }

    @Test
    void namesTheFileThatIsMissing() throws IOException {
        Files.delete(directory.resolve("codebase_chunks.json"));

        assertThatThrownBy(() -> Dataset.read(directory))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("codebase_chunks.json isn't there");
    }

    private static Place place(String chunk) {
        return new Place(chunk, 0, 1);
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }
}

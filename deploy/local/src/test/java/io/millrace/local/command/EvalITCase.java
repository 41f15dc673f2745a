package io.millrace.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small dataset, from its files to its figures. */
class EvalITCase {
    private static final String TEXT = "# Pets\n\nCats sleep for sixteen hours a day. Dogs bark at the postman.\n";

    @TempDir
    private Path directory;

    @Test
    void measuresSearchesAndAnswers() throws Exception {
        Files.writeString(directory.resolve("pets.md"), TEXT);
        String passage = "Cats sleep for sixteen hours a day.";
        int start = TEXT.indexOf(passage);
        Files.writeString(
                directory.resolve("questions_df.csv"),
                "question,references,corpus_id\nHow long do cats sleep?,\"[{\"\"content\"\": \"\"%s\"\", \"\"start_index\"\": %d, \"\"end_index\"\": %d}]\",pets\n"
                        .formatted(passage, start, start + passage.length()));

        try (LauncherProcess eval =
                LauncherProcess.start(directory, "eval", "--dataset", directory.toString(), "--answers", "--json")) {
            assertThat(eval.awaitExit()).as("%s", eval.err()).isZero();

            JsonNode report = Json.MAPPER.readTree(eval.out().get(0));
            assertThat(report.path("modes").fieldNames()).toIterable().containsExactly("dense", "sparse", "hybrid");
            assertThat(report.at("/modes/hybrid/recall@5").asDouble()).isEqualTo(1);
            assertThat(report.at("/answers/style").asText()).isEqualTo("extractive");
            assertThat(report.at("/answers/answered").asDouble()).isEqualTo(1);
            assertThat(report.at("/answers/citations").asInt()).isPositive();
            assertThat(report.at("/answers/validCitations").asDouble()).isEqualTo(1);
            assertThat(report.at("/answers/evidenceHits").asDouble()).isEqualTo(1);
            assertThat(report.path("documents").asInt()).isEqualTo(1);
        }
    }
}

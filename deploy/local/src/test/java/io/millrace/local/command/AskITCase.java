package io.millrace.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of a script's, beside a quickstart that stays. */
class AskITCase {
    @TempDir
    private static Path directory;

    private static LauncherProcess quickstart;

    @BeforeAll
    static void startAQuickstart() throws Exception {
        Path documents = Files.createDirectory(directory.resolve("docs"));
        Files.writeString(documents.resolve("cats.md"), "# Cats\n\nCats sleep for sixteen hours a day.\n");
        Files.writeString(documents.resolve("dogs.md"), "# Dogs\n\nDogs bark at the postman.\n");
        quickstart = LauncherProcess.start(directory, "quickstart", "--docs", documents.toString());
        quickstart.awaitError("^Ready: ");
    }

    @AfterAll
    static void stopIt() {
        quickstart.close();
    }

    @Test
    void streamsAnAnswerAndPrintsItsSources() throws Exception {
        try (LauncherProcess ask = run("ask", "--stream", "How long do cats sleep?")) {
            assertThat(ask.awaitExit()).as("%s", ask.err()).isZero();

            assertThat(ask.out().get(0)).contains("sixteen hours a day.").contains("[1]");
            assertThat(ask.out()).anyMatch(line -> line.startsWith("  [1] cats.md"));
            assertThat(ask.err()).isEmpty();
        }
    }

    @Test
    void streamsPiecesAsJsonBeforeTheAnswer() throws Exception {
        try (LauncherProcess ask = run("ask", "--stream", "--json", "How long do cats sleep?")) {
            assertThat(ask.awaitExit()).as("%s", ask.err()).isZero();

            JsonNode first = Json.MAPPER.readTree(ask.out().get(0));
            JsonNode last = Json.MAPPER.readTree(ask.out().get(ask.out().size() - 1));
            assertThat(first.path("restart").asBoolean()).isTrue();
            assertThat(last.path("answer").asText())
                    .startsWith(first.path("text").asText());
        }
    }

    @Test
    void searchesAsItIsTold() throws Exception {
        try (LauncherProcess search = run("search", "--json", "--mode", "sparse", "--top-k", "1", "the postman")) {
            assertThat(search.awaitExit()).as("%s", search.err()).isZero();

            JsonNode answer = Json.MAPPER.readTree(search.out().get(0));
            assertThat(answer.path("results")).hasSize(1);
            assertThat(answer.at("/results/0/documentId").asText()).isEqualTo("dogs.md");
        }
    }

    @Test
    void recommendsWhatIsLikeATextAndUnlikeADocument() throws Exception {
        try (LauncherProcess recommend =
                run("recommend", "--json", "--text", "animals at home", "--not-document", "cats.md", "--top-k", "1")) {
            assertThat(recommend.awaitExit()).as("%s", recommend.err()).isZero();

            JsonNode answer = Json.MAPPER.readTree(recommend.out().get(0));
            assertThat(answer.at("/results/0/documentId").asText()).isEqualTo("dogs.md");
        }
    }

    @Test
    void tellsByItsExitCodeThatTheDocumentsHoldNoAnswer() throws Exception {
        try (LauncherProcess ask = run("ask", "--filter", "{\"documentId\": \"absent\"}", "Why?")) {
            assertThat(ask.awaitExit()).isEqualTo(3);

            assertThat(ask.out()).isEmpty();
            assertThat(ask.err()).singleElement().asString().startsWith("(insufficient-context) ");
        }
    }

    @Test
    void tellsByItsExitCodeThatTheRequestWasRefused() throws Exception {
        try (LauncherProcess ask = run("ask", "--top-k", "100000", "Why?")) {
            assertThat(ask.awaitExit()).isEqualTo(4);

            assertThat(ask.out()).isEmpty();
            assertThat(ask.err())
                    .containsExactly("(rejected) 'topK' must be from 1 to 100 (query.max-top-k), got 100000");
        }
    }

    @Test
    void refusesAnEmptyQuestionFromStandardInput() throws Exception {
        try (LauncherProcess ask = run("ask", "-")) {
            assertThat(ask.awaitExit()).isEqualTo(2);

            assertThat(ask.err()).containsExactly("the question on standard input must not be blank, got ''");
        }
    }

    private static LauncherProcess run(String... arguments) throws IOException {
        return LauncherProcess.start(directory, arguments);
    }
}

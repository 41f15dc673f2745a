package io.millrace.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it, as a person starts it, signals it and pulls its plug. */
class QuickstartITCase {
    /** More than are embedded between two looks at the progress. */
    private static final int MANY = 500;

    private static final String SOME_CHUNKS = "documents, [1-9][0-9,]* chunks";
    private static final int ENDED_BY_SIGTERM = 128 + 15;

    @TempDir
    private Path directory;

    private Path documents;
    private Path data;

    @BeforeEach
    void makeDirectories() throws IOException {
        documents = Files.createDirectory(directory.resolve("docs"));
        data = directory.resolve("data");
    }

    @Test
    void answersWithACitationOnStandardOutputAndNothingElseThere() throws Exception {
        Files.writeString(documents.resolve("cats.md"), "# Cats\n\nCats sleep for sixteen hours a day.\n");
        Files.writeString(documents.resolve("dogs.md"), "# Dogs\n\nDogs bark at the postman.\n");

        try (LauncherProcess quickstart =
                start(data, "--json", "--ask", "How long do cats sleep?", "--ask", "Who is barked at?")) {
            assertThat(quickstart.awaitExit()).as("%s", quickstart.err()).isZero();

            assertThat(quickstart.out()).hasSize(2);
            JsonNode first = Json.MAPPER.readTree(quickstart.out().get(0));
            JsonNode second = Json.MAPPER.readTree(quickstart.out().get(1));
            assertThat(first.path("status").asText()).isEqualTo("answered");
            assertThat(first.path("answer").asText()).contains("sixteen hours").contains("[1]");
            assertThat(first.at("/citations/0/documentId").asText()).isEqualTo("cats.md");
            assertThat(second.at("/citations/0/documentId").asText()).isEqualTo("dogs.md");
            assertNoStackTrace(quickstart);
        }
    }

    @Test
    void saysThatADirectoryIsEmptyAndHasNoAnswers() throws Exception {
        try (LauncherProcess quickstart = start(data, "--ask", "Is there anything?")) {
            assertThat(quickstart.awaitExit()).as("%s", quickstart.err()).isZero();

            assertThat(quickstart.err()).contains("There are no documents in " + documents);
            assertThat(quickstart.err()).anyMatch(line -> line.startsWith("(insufficient-context) "));
            assertThat(quickstart.out()).isEmpty();
        }
    }

    @Test
    void refusesADataDirectoryThatAnotherQuickstartHas() throws Exception {
        try (LauncherProcess first = start(data)) {
            first.awaitError("^Ready: ");

            try (LauncherProcess second = start(data, "--ask", "Anybody?")) {
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.err())
                        .containsExactly(
                                "--data %s is in use by another quickstart. Ask that one with 'millrace ask', stop it, or give this one another --data"
                                        .formatted(data));
            }
            first.terminate();
            assertThat(first.awaitExit()).isEqualTo(ENDED_BY_SIGTERM);
            assertNoStackTrace(first);
        }
    }

    @Test
    void endsCleanlyWhenItIsTerminatedInMidIngestion() throws Exception {
        writeManyDocuments();

        try (LauncherProcess quickstart = start(data, "--ask", "What is amber?")) {
            quickstart.awaitError(SOME_CHUNKS);
            quickstart.terminate();

            assertThat(quickstart.awaitExit()).isEqualTo(ENDED_BY_SIGTERM);
            assertThat(quickstart.out()).isEmpty();
            assertNoStackTrace(quickstart);
        }
    }

    @Test
    void holdsAfterAKillAndAnotherStartWhatAnUndisturbedRunHolds() throws Exception {
        writeManyDocuments();
        String collection =
                new QuickstartSettings(documents.toAbsolutePath().normalize(), data, null, List.of()).collection();

        // Small writes, so that what is embedded is soon stored.
        try (LauncherProcess killed = start(data, "--ask", "What is amber?", "--set", "qdrant.write-batch=16")) {
            killed.awaitError(SOME_CHUNKS);
            killed.kill();
            killed.awaitExit();
        }
        Map<String, StoredPoints.Content> partial = StoredPoints.read(data, collection);
        run(data);
        Path undisturbed = directory.resolve("undisturbed");
        run(undisturbed);

        Map<String, StoredPoints.Content> actual = StoredPoints.read(data, collection);
        Map<String, StoredPoints.Content> expected = StoredPoints.read(undisturbed, collection);
        assertThat(partial).isNotEmpty().hasSizeLessThan(expected.size());
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((id, point) -> assertSame(id, Objects.requireNonNull(actual.get(id)), point));
    }

    private static void assertSame(String id, StoredPoints.Content actual, StoredPoints.Content expected) {
        assertThat(actual.payload()).as(id).isEqualTo(expected.payload());
        // Batches are cut elsewhere, and padding shows in a float's last digits.
        for (int i = 0; i < expected.vector().size(); i++) {
            assertThat(actual.vector().get(i))
                    .as("%s, %d", id, i)
                    .isCloseTo(expected.vector().get(i), within(1e-4f));
        }
    }

    private void run(Path data) throws Exception {
        try (LauncherProcess quickstart = start(data, "--ask", "What is amber?")) {
            assertThat(quickstart.awaitExit()).as("%s", quickstart.err()).isZero();
        }
    }

    private LauncherProcess start(Path data, String... arguments) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("quickstart", "--docs", documents.toString(), "--data", data.toString()));
        all.addAll(List.of(arguments));
        return LauncherProcess.start(directory, all.toArray(String[]::new));
    }

    private void writeManyDocuments() throws IOException {
        String[] words = {"amber", "basalt", "cedar", "dune", "ember", "fjord", "glacier", "heath", "islet", "juniper"};
        Random random = new Random(7);
        for (int i = 0; i < MANY; i++) {
            StringBuilder text = new StringBuilder("# Note ").append(i).append("\n\n");
            for (int word = 0; word < 60; word++) {
                text.append(words[random.nextInt(words.length)]).append(word % 12 == 11 ? ". " : " ");
            }
            Files.writeString(documents.resolve("note-%03d.md".formatted(i)), text);
        }
    }

    private static void assertNoStackTrace(LauncherProcess quickstart) {
        assertThat(quickstart.err())
                .noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception") || line.contains(" WARN "));
    }
}

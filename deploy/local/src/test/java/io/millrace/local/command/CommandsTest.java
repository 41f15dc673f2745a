package io.millrace.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quickstart",
                "ask",
                "search",
                "recommend",
                "ingest",
                "replay",
                "audit",
                "query",
                "kafka",
                "qdrant",
                "eval"
            })
    void helpsWithEachCommand(String command) {
        assertThat(run(command, "--help")).isZero();

        assertThat(out.toString()).startsWith("Usage: millrace " + command + " ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void tellsItsVersion() {
        assertThat(run("--version")).isZero();

        assertThat(out.toString()).matches("millrace \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
    }

    @Test
    void saysWhatIsMissingAndWhereHelpIs() {
        assertThat(run("quickstart")).isEqualTo(2);

        assertThat(err.toString().lines())
                .containsExactly(
                        "Missing required option: '--docs=DIR'", "'millrace quickstart --help' says what it takes.");
    }

    @Test
    void refusesATimeThatIsNone() throws IOException {
        Path config = Files.writeString(directory.resolve("millrace.yaml"), "qdrant: {collection: c}");

        assertThat(run("replay", "--config", config.toString(), "--since", "yesterday"))
                .isEqualTo(2);

        assertThat(err.toString().lines())
                .containsExactly("--since must be a time as 2026-11-01T10:00:00Z, got 'yesterday'");
    }

    @Test
    void cannotCompareWhatItCannotReach() throws IOException {
        Path docs = Files.createDirectory(directory.resolve("docs"));
        Path config = Files.writeString(directory.resolve("millrace.yaml"), """
                documents: {source: files}
                files: {path: '%s'}
                qdrant: {url: 'http://127.0.0.1:1', collection: c}
                """.formatted(docs));

        assertThat(run("audit", "--config", config.toString())).isEqualTo(2);
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        assertThat(run("quickstrat")).isEqualTo(2);

        assertThat(err.toString()).contains("Did you mean: millrace quickstart");
    }

    @Test
    void refusesDocumentsThatAreNoDirectory() {
        Path absent = directory.resolve("absent");

        assertThat(run("quickstart", "--docs", absent.toString())).isEqualTo(2);

        assertThat(err.toString().lines())
                .containsExactly("--docs must be a directory, got '%s': there is none at %s".formatted(absent, absent));
    }

    @Test
    void refusesAnUnknownKeyBeforeAnythingStarts() {
        assertThat(run("quickstart", "--docs", directory.toString(), "--set", "qdrant.colection=x"))
                .isEqualTo(2);

        assertThat(err.toString())
                .startsWith("Configuration has a problem:")
                .contains("Unknown key 'qdrant.colection'. Did you mean 'qdrant.collection'?");
    }

    @Test
    void saysWhatIsWrongWithADataset() {
        assertThat(run("eval", "--dataset", directory.toString())).isEqualTo(1);

        assertThat(err.toString())
                .startsWith("--dataset must be a folder in BEIR's format (corpus.jsonl, ")
                .contains("None of these is in " + directory);
    }

    @Test
    void asksAtLeastOneQuestionOfADataset() {
        assertThat(run("eval", "--dataset", directory.toString(), "--questions", "0"))
                .isEqualTo(2);

        assertThat(err.toString().lines()).containsExactly("--questions must be at least 1, got 0");
    }

    @Test
    void saysWhatTheExitCodesOfAskAre() {
        run("ask", "--help");

        assertThat(out.toString().lines())
                .contains("  3     insufficient context: the documents hold no answer")
                .contains("  4     rejected: the query job refuses the request");
    }

    @Test
    void refusesAnOptionsValueAndSaysWhatIsAllowed() {
        assertThat(run("search", "Why?", "--mode", "fuzzy")).isEqualTo(2);

        assertThat(err.toString().lines())
                .containsExactly("--mode must be one of auto, dense, sparse, hybrid, got fuzzy");
        assertThat(out.toString()).isEmpty();
    }

    private int run(String... arguments) {
        CommandLine line = Commands.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}

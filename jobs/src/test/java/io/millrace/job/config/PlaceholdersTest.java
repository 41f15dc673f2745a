package io.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.job.config.bind.ConfigurationException;
import io.millrace.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceholdersTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("KEY", "sk-123", "TOP_K", "7", "HOST", "broker", "EMPTY", "", "NESTED", "${KEY}");

    @TempDir
    Path folder;

    @Test
    void variablesAreFilledInAnywhereInAValue() {
        MillraceConfig config = parse(
                "embedding.api-key=${KEY}",
                "query.top-k=${TOP_K}",
                "kafka.bootstrap-servers=${HOST}-1:9092,${HOST}-2:9092",
                "kafka.properties.client.rack=${HOST}",
                "files.include=[\"${HOST}/*.md\"]");

        assertThat(config.embedding().apiKey()).isEqualTo(new Secret("sk-123"));
        assertThat(config.query().topK()).isEqualTo(7);
        assertThat(config.kafka().bootstrapServers()).isEqualTo("broker-1:9092,broker-2:9092");
        assertThat(config.kafka().properties()).containsEntry("client.rack", "broker");
        assertThat(config.files().include()).containsExactly("broker/*.md");
    }

    @Test
    void aFileIsFilledInWithoutTheLineBreakAtItsEnd() throws IOException {
        Path secret = Files.writeString(folder.resolve("key"), "sk-456\n");

        MillraceConfig config = parse("embedding.api-key=${file:" + secret + "}");

        assertThat(config.embedding().apiKey()).isEqualTo(new Secret("sk-456"));
    }

    @Test
    void aSecondDollarMakesItPlainTextAndNothingIsFilledInTwice() {
        MillraceConfig config =
                parse("embedding.document-prefix=$${KEY} $5 $ ", "embedding.query-prefix=${NESTED}${EMPTY}");

        assertThat(config.embedding().documentPrefix()).isEqualTo("${KEY} $5 $ ");
        assertThat(config.embedding().queryPrefix()).isEqualTo("${KEY}");
    }

    @Test
    void whatCannotBeFilledInIsAProblemOfItsKey() throws IOException {
        Path missing = folder.resolve("missing");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThat(problem("embedding.api-key=${OPENAI_API_KEY}"))
                .isEqualTo("--set: embedding.api-key needs the environment variable OPENAI_API_KEY, which isn't set;"
                        + " export it where the job is submitted");
        assertThat(problem("embedding.api-key=${file:" + missing + "}"))
                .isEqualTo("--set: embedding.api-key needs the file %s, which doesn't exist here".formatted(missing));
        assertThat(problem("embedding.api-key=${file:" + binary + "}"))
                .isEqualTo("--set: embedding.api-key needs the file %s, which isn't UTF-8 text".formatted(binary));
        assertThat(problem("embedding.model=${KEY"))
                .isEqualTo(
                        "--set: embedding.model has '${' without '}'; write '$${' for the two characters themselves");
        assertThat(problem("embedding.model=${KEY:-x}"))
                .isEqualTo("--set: embedding.model has '${KEY:-x}', which is neither ${NAME} nor ${file:/path}; write"
                        + " '$${' for the two characters '${' themselves");
        assertThat(problem("embedding.api-key=${EMPTY}"))
                .isEqualTo("--set: embedding.api-key is empty, since ${EMPTY} is; it must be text");
    }

    @Test
    void whatWasFilledInIsNotShown() {
        assertThat(problem("query.top-k=${KEY}"))
                .isEqualTo(
                        "--set: query.top-k must be a whole number, at least 1, got '${KEY}', whose value isn't shown");
    }

    private static MillraceConfig parse(String... overrides) {
        List<String> all = new java.util.ArrayList<>(List.of(overrides));
        all.add("qdrant.collection=c");
        return MillraceConfig.parse("", all, ENVIRONMENT);
    }

    private static String problem(String override) {
        var failure = catchThrowableOfType(ConfigurationException.class, () -> parse(override));
        assertThat(failure.problems()).hasSize(1);
        return failure.problems().get(0).toString();
    }
}

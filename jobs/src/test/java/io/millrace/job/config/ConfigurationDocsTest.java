package io.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.config.bind.SettingsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/configuration.md to the code. {@code mvn -pl jobs test -Dtest=ConfigurationDocsTest
 * -Dmillrace.docs.write=true} writes its tables.
 */
class ConfigurationDocsTest {
    private static final Path FILE = Path.of("../docs/configuration.md");
    private static final Pattern TABLES =
            Pattern.compile("(?<=<!-- tables: generated -->\n).*(?=<!-- end of tables -->)", Pattern.DOTALL);
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void theTablesAreThoseOfTheRecords() throws IOException {
        String tables = SettingsTable.of(MillraceConfig.class);
        if (Boolean.getBoolean("millrace.docs.write")) {
            String text = TABLES.matcher(Files.readString(FILE)).replaceFirst(Matcher.quoteReplacement(tables));
            Files.writeString(FILE, text);
        }

        Matcher written = TABLES.matcher(Files.readString(FILE));

        assertThat(written.find()).as("%s has its two markers", FILE).isTrue();
        assertThat(written.group())
                .as("docs/configuration.md differs from the records. Write it again:"
                        + " mvn -pl jobs test -Dtest=ConfigurationDocsTest -Dmillrace.docs.write=true")
                .isEqualTo(tables);
    }

    @Test
    void theExamplesCanBeRead() throws IOException {
        Map<String, String> environment =
                Map.of("OPENAI_API_KEY", "sk-123", "COHERE_API_KEY", "co-123", "QDRANT_API_KEY", "key");
        List<String> examples = EXAMPLE.matcher(Files.readString(FILE))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(examples).isNotEmpty();
        examples.forEach(example -> MillraceConfig.parse(example, List.of(), environment));
    }
}

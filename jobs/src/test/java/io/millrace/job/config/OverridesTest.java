package io.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.index.FieldType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverridesTest {
    private static final String FILE = """
            qdrant:
              collection: handbook
              fields:
                metadata.topic: keyword
            query:
              top-k: 3
            """;

    @Test
    void winOverTheFileAndTheLastWins() {
        MillraceConfig config = parse("query.top-k=4", "query.top-k=7", "chat.provider=openai");

        assertThat(config.query().topK()).isEqualTo(7);
        assertThat(config.chat().provider()).isEqualTo("openai");
        assertThat(config.qdrant().collection()).isEqualTo("handbook");
    }

    @Test
    void addToAMapUnderKeysWithDots() {
        MillraceConfig config = parse("qdrant.fields.metadata.year=integer", "kafka.properties.security.protocol=SSL");

        assertThat(config.qdrant().fields())
                .isEqualTo(Map.of("metadata.topic", FieldType.KEYWORD, "metadata.year", FieldType.INTEGER));
        assertThat(config.kafka().properties()).isEqualTo(Map.of("security.protocol", "SSL"));
    }

    @Test
    void replaceAListOrAMapAsAWhole() {
        MillraceConfig config = parse("qdrant.fields={metadata.year: integer}", "files.include=['*.md', '*.pdf']");

        assertThat(config.qdrant().fields()).isEqualTo(Map.of("metadata.year", FieldType.INTEGER));
        assertThat(config.files().include()).containsExactly("*.md", "*.pdf");
    }

    @Test
    void areTextAsItStandsUnlessQuoted() {
        MillraceConfig config = parse(
                "embedding.document-prefix=search_document: ",
                "embedding.query-prefix=\"a\\tb\"",
                "files.path=C:/docs = all # of them");

        assertThat(config.embedding().documentPrefix()).isEqualTo("search_document: ");
        assertThat(config.embedding().queryPrefix()).isEqualTo("a\tb");
        assertThat(config.files().path()).isEqualTo("C:/docs = all # of them");
    }

    @Test
    void withoutAValueUnsetWhatMayBeUnset() {
        MillraceConfig config =
                MillraceConfig.parse(Configurations.EVERY_KEY, List.of("job.name=", "query.min-score=null"), Map.of());

        assertThat(config.job().name()).isNull();
        assertThat(config.query().minScore()).isNull();
    }

    private static MillraceConfig parse(String... overrides) {
        return MillraceConfig.parse(FILE, List.of(overrides), Map.of());
    }
}

package io.millrace.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.job.config.MillraceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartSettingsTest {
    private static final String KAFKA = "127.0.0.1:19092";
    private static final String STORE = "http://127.0.0.1:16334";

    @TempDir
    private Path directory;

    @Test
    void givesEachDirectoryItsOwnCollection() {
        QuickstartSettings one = settings("/docs", "/data");

        assertThat(one.collection())
                .isEqualTo("quickstart-a2557b8d")
                .isEqualTo(settings("/docs", "/x").collection());
        assertThat(settings("/docs2", "/data").collection()).isNotEqualTo(one.collection());
    }

    @Test
    void letsTheUserOverrideAllButAddressesAndFiles() {
        MillraceConfig files = settings(
                        "/docs",
                        "/data",
                        "qdrant.collection=mine",
                        "job.checkpoint-interval=7s",
                        "files.path=/other",
                        "qdrant.url=http://other:1")
                .files(KAFKA, STORE);

        assertThat(files.qdrant().collection()).isEqualTo("mine");
        assertThat(files.job().checkpointInterval()).hasSeconds(7);
        assertThat(files.files().path()).isEqualTo("/docs");
        assertThat(files.qdrant().url()).hasToString(STORE);
    }

    @Test
    void setsItsOwnCollectionAndAddressesOverTheFile() throws IOException {
        Path config = directory.resolve("millrace.yaml");
        Files.writeString(
                config, "qdrant: {collection: theirs, url: 'http://other:1'}\nchat: {max-output-tokens: 77}\n");

        MillraceConfig querying =
                new QuickstartSettings(Path.of("/docs"), Path.of("/data"), config, List.of()).querying(KAFKA, STORE);

        assertThat(querying.qdrant().collection()).isEqualTo("quickstart-a2557b8d");
        assertThat(querying.kafka().bootstrapServers()).isEqualTo(KAFKA);
        assertThat(querying.chat().maxOutputTokens()).isEqualTo(77);
    }

    @Test
    void keepsDeadLettersOfFilesInTheDataDirectoryAndThoseOfTheTopicOnATopic() {
        QuickstartSettings settings = settings("/docs", "/docs/.millrace");

        assertThat(settings.files(KAFKA, STORE).deadLettersDirectory())
                .isEqualTo("file:///docs/.millrace/dead-letters/quickstart-a2557b8d");
        assertThat(settings.topic(KAFKA, STORE).deadLettersDirectory()).isNull();
    }

    @Test
    void allowsDataBelowDocumentsWhereItIsHidden() {
        assertThatCode(() -> settings("/docs", "/docs/.millrace").requireDataApart())
                .doesNotThrowAnyException();
        assertThatCode(() -> settings("/docs", "/docs-data").requireDataApart()).doesNotThrowAnyException();
    }

    @Test
    void refusesDataThatWouldBeReadAsDocuments() {
        assertThatThrownBy(() -> settings("/docs", "/docs/data").requireDataApart())
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "--data /docs/data is in --docs /docs and would be read as documents: put it elsewhere, or begin"
                                + " its name with a dot");
    }

    private static QuickstartSettings settings(String documents, String data, String... overrides) {
        return new QuickstartSettings(Path.of(documents), Path.of(data), null, List.of(overrides));
    }
}

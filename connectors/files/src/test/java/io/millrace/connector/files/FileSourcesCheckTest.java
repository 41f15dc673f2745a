package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourcesCheckTest {
    @TempDir
    Path directory;

    @Test
    void countsWhatWouldBeRead() throws IOException {
        Files.writeString(directory.resolve("a.md"), "12345");
        Files.writeString(directory.resolve("b.txt"), "123");
        Files.writeString(directory.resolve("c.png"), "1");
        Files.writeString(directory.resolve(".d.md"), "1");

        assertThat(FileSources.check(FileSettings.of(directory.toString()))).isEqualTo(new FileSummary(2, 8, 1));
    }

    @Test
    void reportsAnEmptyDirectoryWithoutFailing() {
        assertThat(FileSources.check(FileSettings.of(directory.toString()))).isEqualTo(new FileSummary(0, 0, 0));
    }

    @Test
    void refusesAMissingDirectory() {
        assertThatThrownBy(() -> FileSources.check(FileSettings.of("no/such/place")))
                .isInstanceOf(FatalException.class)
                .hasMessage("files.path 'no/such/place' doesn't exist: there is no file or directory at "
                        + Path.of("no/such/place").toAbsolutePath());
    }

    @Test
    void refusesADirectoryThatCannotBeListed() throws IOException {
        Path denied = Files.createDirectory(directory.resolve("denied"));

        assertThatThrownBy(() -> FileSources.check(FileSettings.of("faulty://" + denied)))
                .isInstanceOf(FatalException.class)
                .hasMessage("files.path 'faulty://%s' can't be read at faulty:%s:".formatted(denied, denied)
                        + " java.nio.file.AccessDeniedException: denied");
    }

    @Test
    void refusesASchemeThatFlinkDoesNotKnow() {
        assertThatThrownBy(() -> FileSources.check(FileSettings.of("gopher://host/docs")))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("files.path 'gopher://host/docs' can't be read at gopher://host/docs: ")
                .hasMessageContaining("gopher");
    }
}

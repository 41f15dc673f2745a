package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileSettingsTest {
    @Test
    void hasItsDefaults() {
        assertThat(FileSettings.of("docs")).isEqualTo(new FileSettings("docs", null, List.of(), 67_108_864));
    }

    @Test
    void takesALocalPathFromTheWorkingDirectory() {
        assertThat(FileSettings.of("docs/a b").root().toUri().toString())
                .isEqualTo("file:" + Path.of("docs").toAbsolutePath().toString().replace(" ", "%20") + "/a%20b");
    }

    @Test
    void takesAUriAsItIs() {
        assertThat(FileSettings.of("s3://bucket/docs/").root()).hasToString("s3://bucket/docs");
    }

    @Test
    void refusesABlankPath() {
        assertThatThrownBy(() -> FileSettings.of(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("files.path must name a directory, a file or a prefix, got ''");
    }

    @Test
    void refusesARelativeUri() {
        assertThatThrownBy(() -> FileSettings.of("file:docs"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("files.path must be a local path or an absolute URI, got 'file:docs': ");
    }

    @Test
    void refusesAWatchOfNothing() {
        assertThatThrownBy(() -> new FileSettings("docs", Duration.ZERO, List.of(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("files.watch must be at least 1 ms, got PT0S");
    }

    @Test
    void refusesASizeThatNoArrayHolds() {
        assertThatThrownBy(() -> new FileSettings("docs", null, List.of(), 1L << 31))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("files.max-size must be from 1 to 1073741824 bytes, got 2147483648 bytes");
    }

    @Test
    void refusesAGlobThatCannotBeRead() {
        assertThatThrownBy(() -> new FileSettings("docs", null, List.of("*.{md"), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("files.include must hold globs such as *.md or docs/**, got '*.{md',"
                        + " whose brackets or braces don't match");
    }
}

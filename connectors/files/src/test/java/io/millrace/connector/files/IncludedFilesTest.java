package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncludedFilesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.md",
                "a.MD",
                "a/b.pdf",
                "a.html",
                "a.txt",
                "a.jsonl",
                "a.ndjson",
                "a.docx",
                "a.eml",
                "a.csv",
                "a.java",
                "a.json",
                "a.xml",
                "README",
                "Makefile",
                "a.unheardof",
                "a: b.md"
            })
    void takesEverythingThatMayBeSupportedByDefault(String path) {
        assertThat(new IncludedFiles(List.of(), false).test(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.png", "a/b.JPG", "a.svg", "a.mp4", "a.zip", "a.tar.gz", "a.class", "a.exe"})
    void leavesOutWhatItsNameSaysIsUnsupported(String path) {
        assertThat(new IncludedFiles(List.of(), false).test(path)).isFalse();
    }

    @Test
    void matchesAGlobWithoutASlashAgainstNames() {
        IncludedFiles included = new IncludedFiles(List.of("*.md"), false);

        assertThat(included.test("a.md")).isTrue();
        assertThat(included.test("deep/down/A.MD")).isTrue();
        assertThat(included.test("a.txt")).isFalse();
    }

    @Test
    void matchesAGlobWithASlashAgainstPaths() {
        IncludedFiles included = new IncludedFiles(List.of("guide/**", "**/notes.txt"), false);

        assertThat(included.test("guide/deep/a.png")).isTrue();
        assertThat(included.test("other/guide/a.md")).isFalse();
        assertThat(included.test("notes.txt")).isTrue();
        assertThat(included.test("deep/notes.txt")).isTrue();
    }
}

package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRevisionTest {
    @TempDir
    private Path folder;

    @Test
    void isThatOfTheBytesAndTheSettings() throws IOException {
        Path first = Files.writeString(folder.resolve("first"), "a");
        Path second = Files.writeString(folder.resolve("second"), "b");

        // The SHA-256 of "abc" is the first example of FIPS 180-2.
        assertThat(FileRevision.of(List.of(first, second), "c")).isEqualTo("ba7816bf8f01");
    }

    @Test
    void isTheSameWhereverTheFilesLie() throws IOException {
        Path here = Files.writeString(folder.resolve("here"), "numbers");
        Path there = Files.writeString(folder.resolve("there"), "numbers");

        assertThat(FileRevision.of(List.of(here), "mean")).isEqualTo(FileRevision.of(List.of(there), "mean"));
    }

    @Test
    void isAnotherForOtherSettings() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "numbers");

        assertThat(FileRevision.of(List.of(file), "mean")).isNotEqualTo(FileRevision.of(List.of(file), "cls"));
    }

    @Test
    void isAnotherOnceTheFileIsReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "numbers");
        String before = FileRevision.of(List.of(file), "");

        Files.writeString(file, "other numbers");

        assertThat(FileRevision.of(List.of(file), "")).isNotEqualTo(before);
    }

    @Test
    void isOfNothingThatIsNotThere() {
        assertThatThrownBy(() -> FileRevision.of(List.of(folder.resolve("none")), ""))
                .isInstanceOf(NoSuchFileException.class);
    }
}

package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterFilesTest {
    @TempDir
    private Path directory;

    private DeadLetterFiles files = new DeadLetterFiles("none");

    @BeforeEach
    void write() throws IOException {
        files = new DeadLetterFiles(directory.toString());
        Files.writeString(directory.resolve("dead-letters-2.jsonl"), "c\n\nd\ne");
        Files.writeString(directory.resolve("dead-letters-1.jsonl"), "a\nb\n");
        Files.writeString(directory.resolve(".dead-letters-3.jsonl.inprogress.1"), "x\n");
        Files.writeString(directory.resolve(".hidden.jsonl"), "x\n");
        Files.createDirectory(directory.resolve("more.jsonl"));
    }

    @Test
    void namesFinishedFilesOnly() throws IOException {
        assertThat(files.names()).containsExactly("dead-letters-1.jsonl", "dead-letters-2.jsonl");
        assertThat(new DeadLetterFiles(directory.resolve("absent").toString()).names())
                .isEmpty();
    }

    @Test
    void readsLinesWithTheirNumbers() throws Exception {
        assertThat(lines("dead-letters-2.jsonl")).containsExactly("0 c", "2 d", "3 e");
    }

    @Test
    void takesLinesOutAndLeavesTheOthers() throws Exception {
        files.remove("dead-letters-2.jsonl", Set.of(0L, 3L));

        assertThat(Files.readString(directory.resolve("dead-letters-2.jsonl"))).isEqualTo("d\n");
        assertThat(lines("dead-letters-1.jsonl")).hasSize(2);
        try (var left = Files.list(directory)) {
            assertThat(left).noneMatch(file -> file.toString().endsWith(".rest"));
        }
    }

    @Test
    void deletesAFileWithItsLastLine() throws Exception {
        files.remove("dead-letters-1.jsonl", Set.of(0L, 1L));

        assertThat(files.names()).containsExactly("dead-letters-2.jsonl");
        assertThat(directory.resolve(".dead-letters-1.jsonl.rest")).doesNotExist();
    }

    @Test
    void touchesNoFileOfWhichNothingGoes() throws Exception {
        var before = Files.getLastModifiedTime(directory.resolve("dead-letters-1.jsonl"));

        files.remove("dead-letters-1.jsonl", Set.of());

        assertThat(Files.getLastModifiedTime(directory.resolve("dead-letters-1.jsonl")))
                .isEqualTo(before);
    }

    private List<String> lines(String name) throws Exception {
        List<String> lines = new ArrayList<>();
        files.read(name, (number, line) -> lines.add(number + " " + new String(line.value(), StandardCharsets.UTF_8)));
        return lines;
    }
}

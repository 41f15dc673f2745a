package io.millrace.benchmark.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {
    @Test
    void leavesJarsOutByTheBeginningOfTheirNames() {
        ClassPath all = new ClassPath(List.of("lib/openai-java-4.jar", "lib/openai-java-core-4.jar", "lib/other.jar"));

        assertThat(all.without("openai-java").entries()).containsExactly("lib/other.jar");
    }

    @Test
    void putsAFoldersJarsFirst(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("b.jar"));
        Files.createFile(folder.resolve("a.jar"));
        Files.createFile(folder.resolve("notes.txt"));

        assertThat(new ClassPath(List.of("own.jar")).after(folder).entries())
                .containsExactly(
                        folder.resolve("a.jar").toString(),
                        folder.resolve("b.jar").toString(),
                        "own.jar");
    }
}

package io.millrace.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The parser's own process, started from a jar that Flink keeps among its blobs. */
@Timeout(180)
class JobsJarParsingITCase {
    @TempDir
    private Path folder;

    @Test
    void startsFromABlobInAFolderWithAColon() throws Exception {
        Path blob = Files.createDirectories(folder.resolve("tm_localhost:41209-ab12cd/blobStore"))
                .resolve("blob_p-6f1e");
        Files.createSymbolicLink(blob, JobsJar.path());

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        FlinkHome.create(folder).lib() + "/*" + File.pathSeparator + driver(),
                        JobsJarParsing.class.getName(),
                        blob.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        page -> assertThat(page).contains("text/html", "text=A page"),
                        letter -> assertThat(letter).contains("text=A letter"));
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** A folder of the main class and nothing else of Millrace. */
    private Path driver() throws IOException {
        String name = JobsJarParsing.class.getName().replace('.', '/') + ".class";
        Path driver = folder.resolve("driver");
        Path copy = driver.resolve(name);
        Files.createDirectories(copy.resolveSibling("."));
        try (var content = JobsJarParsing.class.getClassLoader().getResourceAsStream(name)) {
            Files.copy(Objects.requireNonNull(content), copy);
        }
        return driver;
    }
}

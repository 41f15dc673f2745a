package io.millrace.connector.files.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.files.ParseLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class OrphanITCase {
    private static final Duration SOON = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(strings = {"idle", "busy"})
    void endsWithItsParentAndLeavesNothing(String how) throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParsingProcess.class.getName(),
                        how)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(parent.getInputStream().read()).isEqualTo('.');
        ProcessHandle worker = Workers.of(parent.toHandle()).get(0);
        if (how.equals("busy")) {
            Workers.awaitRead(
                    parent.toHandle(),
                    Workers.bytesRead(worker) + Workers.longPage().size() / 2);
        }

        parent.destroyForcibly();

        assertThat(worker.onExit()).succeedsWithin(SOON);
        Await.until(
                "its directory is gone",
                () -> Workers.directories(parent.toHandle()).isEmpty());
    }

    @Test
    void endsWhenItsParentIsAnotherThanTheOneThatStartedIt() throws Exception {
        Path directory = WorkerDirectory.create();
        WorkerClassPath.write(directory.resolve("class-path.jar"));
        List<String> arguments = List.of("1", "1000", "3");
        Process worker = WorkerCommand.java(directory, ParseLimits.LEAST_MEMORY, ParserWorker.class, arguments)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        // Its standard input stays open.
        assertThat(worker.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(worker.exitValue()).isZero();
        assertThat(directory).doesNotExist();
    }
}

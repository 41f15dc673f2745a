package io.millrace.connector.files.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ConfinementITCase {
    private static final int WAYS = 15;
    private static final int WAYS_TO_THE_SERVER = 7;

    @TempDir
    private Path directory;

    @Test
    void leavesNoWayOut() throws Exception {
        try (CountingServer server = new CountingServer()) {
            List<String> ways = confinedWays(server.port());

            assertThat(ways).hasSize(WAYS).allMatch(way -> way.endsWith(" is shut"));
            assertThat(server.connections()).isZero();
        }
    }

    /** So that the test above can't pass for want of a network. */
    @Test
    void shutsWhatIsOpenElsewhere() throws Exception {
        try (CountingServer server = new CountingServer()) {
            List<String> ways = lines(new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Escapes.class.getName(),
                    String.valueOf(server.port()),
                    "free"));

            assertThat(ways).hasSize(WAYS).allMatch(way -> way.endsWith(" is open"));
            assertThat(server.connections()).isGreaterThanOrEqualTo(WAYS_TO_THE_SERVER);
        }
    }

    private List<String> confinedWays(int port) throws Exception {
        WorkerClassPath.write(directory.resolve("class-path.jar"));
        List<String> arguments = List.of(String.valueOf(port), "confined");
        return lines(WorkerCommand.java(directory, Workers.LIMITS.memory(), Escapes.class, arguments));
    }

    private static List<String> lines(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return output.lines().toList();
    }
}

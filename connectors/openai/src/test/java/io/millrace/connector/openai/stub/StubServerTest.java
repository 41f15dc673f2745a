package io.millrace.connector.openai.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StubServerTest {
    @Test
    void servesFromAJvmOfItsOwnUntilItsInputEnds() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StubServer.class.getName(),
                        "--cheap",
                        "true",
                        "--stop-with-stdin",
                        "true")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader()) {
            StubClient client = new StubClient(URI.create(output.readLine()));
            client.embed("1234", "5678");

            assertThat(client.totals().path("answered").asInt()).isEqualTo(1);
            assertThat(client.totals().path("inputs").asInt()).isEqualTo(2);
            assertThat(client.totals().path("tokensBilled").asInt()).isEqualTo(2);
            client.reset();
            assertThat(client.totals().path("calls").asInt()).isZero();

            process.getOutputStream().close();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void readsItsOptions() {
        StubArguments arguments = new StubArguments(
                "--latency-ms", "60",
                "--latency-us-per-token", "15",
                "--requests-per-minute", "600",
                "--tokens-per-minute", "300000",
                "--burst-seconds", "1.5",
                "--concurrency", "8",
                "--models", "mini=384,maxi=4096",
                "--fail", "429:1.5=0.1,429=0.2,hang=0.02,nan=0.01,503=0.05",
                "--seed", "42",
                "--count-texts", "true");

        StubOptions options = arguments.options();
        assertThat(options.latencyNanos(2)).isEqualTo(60_030_000);
        assertThat(options.rates())
                .isEqualTo(new StubOptions.Rates(600, 300_000, Duration.ofMillis(1500), Duration.ofMillis(1500)));
        assertThat(options.concurrency()).isEqualTo(8);
        assertThat(options.models()).containsEntry("mini", 384).containsEntry("maxi", 4096);
        assertThat(options.countTexts()).isTrue();
        assertThat(options.cheapVectors()).isFalse();
        assertThat(options.keepCalls()).isFalse();
        assertThat(arguments.seed()).isEqualTo(42);
        assertThat(arguments.faults())
                .isEqualTo(Map.of(
                        Fault.rateLimited("1.5"),
                        0.1,
                        Fault.rateLimited(),
                        0.2,
                        Fault.hang(),
                        0.02,
                        Fault.Spoiled.NOT_A_NUMBER,
                        0.01,
                        Fault.status(503),
                        0.05));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        for (List<String> args : List.of(List.of("--prot", "1"), List.of("port", "1"), List.of("--port"))) {
            assertThatThrownBy(() -> new StubArguments(args.toArray(String[]::new)))
                    .hasMessageStartingWith("Expected --key value, each key once, at '" + args.get(0))
                    .hasMessageContaining("latency-ms");
        }
    }
}

package io.millrace.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A broker in a JVM of its own, to be killed; it prints where it serves. */
final class EmbeddedKafkaProcess {
    private EmbeddedKafkaProcess() {}

    static Process start(Path data) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedKafkaProcess.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The first line of the process's output; blocks until the broker serves. */
    static String bootstrapServers(BufferedReader output) throws IOException {
        String line = output.readLine();
        assertThat(line).isNotNull();
        return line;
    }

    public static void main(String[] arguments) throws InterruptedException {
        try (var kafka = EmbeddedKafka.start(Path.of(arguments[0]), 0)) {
            kafka.createTopics(1, "kept");
            System.out.println(kafka.bootstrapServers());
            new CountDownLatch(1).await();
        }
    }
}

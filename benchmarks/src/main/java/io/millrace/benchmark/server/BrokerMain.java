package io.millrace.benchmark.server;

import io.millrace.embedded.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** The embedded broker in a JVM of its own: the argument is its directory, and it prints its address. */
final class BrokerMain {
    private BrokerMain() {}

    public static void main(String[] arguments) throws IOException {
        try (EmbeddedKafka broker = EmbeddedKafka.start(Path.of(arguments[0]), 0)) {
            System.out.println(broker.bootstrapServers());
            // Until the JVM that started this one ends, however it ends.
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}

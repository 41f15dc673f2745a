package io.millrace.local.command;

import io.millrace.embedded.kafka.EmbeddedKafka;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace kafka}. */
@Command(name = "kafka", description = "Runs a Kafka broker until Ctrl-C. For a laptop and for tests.")
final class KafkaCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Its port (default: ${DEFAULT-VALUE}; 0: a free one).")
    private int port;

    @Mixin
    private DataDirectory data = new DataDirectory();

    @Override
    public Integer call() throws Exception {
        try (Shutdown shutdown = new Shutdown()) {
            EmbeddedKafka kafka = shutdown.add(EmbeddedKafka.start(data.at("kafka"), port));
            shutdown.add(new Watch()).over(kafka);
            System.out.println("Kafka: " + kafka.bootstrapServers() + "  (Ctrl-C stops it)");
            shutdown.await();
        }
        return 0;
    }
}

package io.millrace.local.command;

import io.millrace.embedded.qdrant.EmbeddedQdrant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace qdrant}. */
@Command(
        name = "qdrant",
        description = {
            "Runs the embedded Qdrant-protocol store until Ctrl-C. For a laptop and for tests.",
            "With MILLRACE_QDRANT_API_KEY set, clients must give that key."
        })
final class QdrantCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "6334",
            description = "Its port (default: ${DEFAULT-VALUE}; 0: a free one).")
    private int port;

    @Mixin
    private DataDirectory data = new DataDirectory();

    @Override
    public Integer call() throws Exception {
        try (Shutdown shutdown = new Shutdown()) {
            // Not an option: a command line is seen by every user of the machine.
            String key = System.getenv("MILLRACE_QDRANT_API_KEY");
            EmbeddedQdrant store = shutdown.add(EmbeddedQdrant.start(data.at("qdrant"), port, key));
            System.out.println("Qdrant-protocol store: " + store.url() + "  (Ctrl-C stops it)");
            shutdown.await();
        }
        return 0;
    }
}

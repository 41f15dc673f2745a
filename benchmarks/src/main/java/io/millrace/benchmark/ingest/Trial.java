package io.millrace.benchmark.ingest;

import io.millrace.benchmark.ingest.system.IngestSystem;
import io.millrace.benchmark.ingest.system.PlainStore;
import io.millrace.benchmark.ingest.system.SystemName;
import io.millrace.benchmark.ingest.system.Task;
import io.millrace.benchmark.process.OwnUse;
import io.millrace.benchmark.server.StubTotals;
import io.millrace.document.json.Json;
import java.nio.file.Path;

/**
 * One system's turn, in a JVM of its own: a smaller corpus to warm up, then the corpus that is measured. The arguments
 * are a file with an {@link Order} and a file for the {@link Measured}.
 */
final class Trial {
    private Trial() {}

    /**
     * What is to be done.
     *
     * @param system its label
     * @param corpus a directory
     * @param warmUp a directory
     */
    record Order(String system, Task task, String corpus, String warmUp) {}

    /**
     * What it came to.
     *
     * @param seconds from the start to the last text stored
     * @param processorSeconds of this JVM
     * @param peakHeapBytes garbage included
     * @param peakResidentBytes of this JVM since it began
     * @param stub what the stub counted
     * @param stored points in the collection, or -1 where nothing is stored
     */
    record Measured(
            double seconds,
            double processorSeconds,
            long peakHeapBytes,
            long peakResidentBytes,
            StubTotals stub,
            long stored) {}

    public static void main(String[] arguments) throws Exception {
        Order order = Json.MAPPER.readValue(Path.of(arguments[0]).toFile(), Order.class);
        SystemName name = SystemName.of(order.system()).orElseThrow();
        try (IngestSystem system = name.open(order.task());
                PlainStore store = new PlainStore(order.task().store())) {
            String warmUp = name.label() + "-warm-up";
            system.prepare(warmUp);
            system.ingest(Path.of(order.warmUp()), warmUp);
            Measured measured = measure(name, system, order, store);
            if (name.stores()) {
                store.delete(warmUp);
                store.delete(name.label());
            }
            Json.MAPPER.writeValue(Path.of(arguments[1]).toFile(), measured);
        }
        // Clients' threads outlive them.
        System.exit(0);
    }

    private static Measured measure(SystemName name, IngestSystem system, Order order, PlainStore store)
            throws Exception {
        system.prepare(name.label());
        StubTotals.reset(order.task().provider());
        OwnUse use = OwnUse.begin();
        system.ingest(Path.of(order.corpus()), name.label());
        return new Measured(
                use.seconds(),
                use.processorSeconds(),
                OwnUse.peakHeapBytes(),
                OwnUse.peakResidentBytes(),
                StubTotals.of(order.task().provider()),
                name.stores() ? store.count(name.label()) : -1);
    }
}

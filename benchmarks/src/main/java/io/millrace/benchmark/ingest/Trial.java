package io.millrace.benchmark.ingest;

import io.millrace.benchmark.ingest.system.IngestSystem;
import io.millrace.benchmark.ingest.system.MillraceIngest;
import io.millrace.benchmark.ingest.system.PlainStore;
import io.millrace.benchmark.ingest.system.SystemName;
import io.millrace.benchmark.ingest.system.Task;
import io.millrace.benchmark.process.MemorySample;
import io.millrace.benchmark.process.OwnUse;
import io.millrace.benchmark.server.StubTotals;
import io.millrace.document.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
     * @param warmUp a directory, or empty for none
     * @param changes configuration keys of Millrace that shall be otherwise than the task has them
     * @param sampleEvery texts between two samples of the memory, or 0 for none
     */
    record Order(
            String system, Task task, String corpus, String warmUp, Map<String, String> changes, long sampleEvery) {
        IngestSystem open() throws Exception {
            SystemName name = SystemName.of(system).orElseThrow();
            return name == SystemName.MILLRACE ? new MillraceIngest(task, changes) : name.open(task);
        }
    }

    /**
     * What it came to.
     *
     * @param seconds from the start to the last text stored
     * @param processorSeconds of this JVM
     * @param peakHeapBytes garbage included
     * @param peakResidentBytes of this JVM since it began
     * @param stub what the stub counted
     * @param stored points in the collection, or -1 where nothing is stored
     * @param memory samples, as far as they were ordered
     * @param startedMillis when it began, since 1970
     */
    record Measured(
            double seconds,
            double processorSeconds,
            long peakHeapBytes,
            long peakResidentBytes,
            StubTotals stub,
            long stored,
            List<MemorySample> memory,
            long startedMillis) {}

    public static void main(String[] arguments) throws Exception {
        Order order = Json.MAPPER.readValue(Path.of(arguments[0]).toFile(), Order.class);
        SystemName name = SystemName.of(order.system()).orElseThrow();
        try (IngestSystem system = order.open();
                PlainStore store = new PlainStore(order.task().store())) {
            if (!order.warmUp().isEmpty()) {
                String warmUp = name.label() + "-warm-up";
                system.prepare(warmUp);
                system.ingest(Path.of(order.warmUp()), warmUp);
                if (name.stores()) {
                    store.delete(warmUp);
                }
            }
            Measured measured = measure(name, system, order, store);
            if (name.stores()) {
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
        long step = order.sampleEvery();
        long startedMillis = System.currentTimeMillis();
        OwnUse use = OwnUse.begin();
        List<MemorySample> memory = List.of();
        try (MemorySampler sampler =
                step == 0 ? null : new MemorySampler(order.task().provider(), step)) {
            system.ingest(Path.of(order.corpus()), name.label());
            if (sampler != null) {
                memory = sampler.samples();
            }
        }
        return new Measured(
                use.seconds(),
                use.processorSeconds(),
                OwnUse.peakHeapBytes(),
                OwnUse.peakResidentBytes(),
                StubTotals.of(order.task().provider()),
                name.stores() ? store.count(name.label()) : -1,
                memory,
                startedMillis);
    }
}

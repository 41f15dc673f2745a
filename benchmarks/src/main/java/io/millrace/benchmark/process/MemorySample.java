package io.millrace.benchmark.process;

import java.lang.management.ManagementFactory;

/**
 * What a JVM holds at a moment.
 *
 * @param done texts that were embedded by then
 * @param heapBytes of the heap, garbage taken out before
 * @param residentBytes of the process
 */
public record MemorySample(long done, long heapBytes, long residentBytes) {
    /** Collects this JVM's garbage, which takes a moment, and looks. */
    public static MemorySample take(long done) {
        // The resident memory first: what the collection itself needs is no part of it.
        long resident = OwnUse.residentBytes();
        System.gc();
        return new MemorySample(
                done, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), resident);
    }
}

package io.millrace.benchmark.process;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this JVM has used since {@link #begin}. */
public final class OwnUse {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Path STATUS = Path.of("/proc/self/status");

    private final long nanos = System.nanoTime();
    private final long processorNanos = SYSTEM.getProcessCpuTime();

    private OwnUse() {}

    /** Begins to measure; the peak of the heap begins anew for the whole JVM. */
    public static OwnUse begin() {
        heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
        return new OwnUse();
    }

    /** Seconds since the beginning. */
    public double seconds() {
        return (System.nanoTime() - nanos) / 1e9;
    }

    /** Seconds of processors, of all threads, the collector's and the compiler's too. */
    public double processorSeconds() {
        return (SYSTEM.getProcessCpuTime() - processorNanos) / 1e9;
    }

    /** The most bytes that the heap's pools have held, each at its own time: an upper bound, garbage included. */
    public static long peakHeapBytes() {
        return heapPools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    /** The most memory that this process had resident since it began, in bytes; -1 where the system doesn't say. */
    public static long peakResidentBytes() {
        return statusBytes("VmHWM:");
    }

    /** The memory that this process has resident, in bytes; -1 where the system doesn't say. */
    public static long residentBytes() {
        return statusBytes("VmRSS:");
    }

    /** Only Linux says it in a file. */
    private static long statusBytes(String field) {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }

    private static Stream<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP);
    }
}

package io.millrace.benchmark.ask;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The processors' time that processes take, by their names: of use where a machine is too busy for times of the clock. */
final class ProcessorTimes {
    private final Map<String, Long> pids;
    private final Map<String, Duration> taken = new HashMap<>();

    ProcessorTimes(Map<String, Long> pids) {
        this.pids = Map.copyOf(pids);
        perRequest(1);
    }

    /** Milliseconds that each has taken since this was last asked, for each of so many requests. */
    Map<String, Double> perRequest(int requests) {
        Map<String, Double> millis = new TreeMap<>();
        pids.forEach((name, pid) -> {
            Duration now = ProcessHandle.of(pid)
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElse(Duration.ZERO);
            Duration before = taken.put(name, now);
            millis.put(name, (before == null ? now : now.minus(before)).toNanos() / 1e6 / requests);
        });
        return millis;
    }
}

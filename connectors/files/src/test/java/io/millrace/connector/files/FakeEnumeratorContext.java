package io.millrace.connector.files;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.jspecify.annotations.Nullable;

/** Runs what the enumerator wants to be run when the test says so, and notes what it says to readers. */
final class FakeEnumeratorContext implements SplitEnumeratorContext<FileSplit> {
    final Map<Integer, List<FileSplit>> assigned = new HashMap<>();
    final List<Integer> finished = new ArrayList<>();
    final List<SourceEvent> events = new ArrayList<>();

    private final Map<Integer, ReaderInfo> readers = new HashMap<>();
    private final List<Runnable> once = new ArrayList<>();
    private final List<Runnable> periodic = new ArrayList<>();

    List<FileSplit> assigned(int reader) {
        return assigned.getOrDefault(reader, List.of());
    }

    void register(int reader) {
        readers.put(reader, new ReaderInfo(reader, "host"));
    }

    void fail(int reader) {
        readers.remove(reader);
    }

    void runOnce() {
        List<Runnable> due = List.copyOf(once);
        once.clear();
        due.forEach(Runnable::run);
    }

    void runPeriodic() {
        periodic.forEach(Runnable::run);
    }

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
        return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
    }

    @Override
    public void sendEventToSourceReader(int reader, SourceEvent event) {
        events.add(event);
    }

    @Override
    public int currentParallelism() {
        return readers.size();
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
        return readers;
    }

    @Override
    public void assignSplits(SplitsAssignment<FileSplit> assignment) {
        assignment
                .assignment()
                .forEach((reader, splits) -> assigned.computeIfAbsent(reader, key -> new ArrayList<>())
                        .addAll(splits));
    }

    @Override
    public void signalNoMoreSplits(int reader) {
        finished.add(reader);
    }

    @Override
    public <T> void callAsync(Callable<T> work, BiConsumer<T, Throwable> handler) {
        once.add(() -> call(work, handler));
    }

    @Override
    public <T> void callAsync(Callable<T> work, BiConsumer<T, Throwable> handler, long delay, long period) {
        periodic.add(() -> call(work, handler));
    }

    @Override
    public void runInCoordinatorThread(Runnable work) {
        work.run();
    }

    @SuppressWarnings("NullAway") // Flink's handlers get either a result or a failure, and null for the other.
    private static <T> void call(Callable<T> work, BiConsumer<T, Throwable> handler) {
        @Nullable T result = null;
        @Nullable Throwable failure = null;
        try {
            result = work.call();
        } catch (Exception e) {
            failure = e;
        }
        handler.accept(result, failure);
    }
}

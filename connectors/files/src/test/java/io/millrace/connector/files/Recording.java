package io.millrace.connector.files;

import io.millrace.document.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.flink.api.common.functions.MapFunction;

/** What the jobs of one test passed on, over their failures and restarts; they run in this JVM's cluster. */
final class Recording {
    private static final Map<String, Recording> ALL = new ConcurrentHashMap<>();
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private final String id = UUID.randomUUID().toString();
    private final List<SourceRecord> records = new ArrayList<>();
    private int failures;
    private volatile Duration pace = Duration.ZERO;

    Recording() {
        ALL.put(id, this);
    }

    /** The part of a job that records. */
    MapFunction<SourceRecord, Boolean> recorder() {
        return new Recorder(id);
    }

    /** Slows the jobs down, so that there is time to do something while they are at it. */
    void pace(Duration eachRecord) {
        pace = eachRecord;
    }

    /** Makes the job fail at its next record, before that is recorded. */
    synchronized void failOnce() {
        failures++;
    }

    synchronized boolean hasFailed() {
        return failures == 0;
    }

    synchronized List<SourceRecord> records() {
        return List.copyOf(records);
    }

    /** The state of each path that was listed last, as whoever reads the records sees it; deletions too. */
    Map<String, SourceRecord> last() {
        Map<String, SourceRecord> last = new HashMap<>();
        for (SourceRecord record : records()) {
            if (record.key() != null) {
                last.merge(
                        record.key(),
                        record,
                        (one, other) -> one.origin().observed() > other.origin().observed() ? one : other);
            }
        }
        return last;
    }

    /** Waits until the records are such. */
    synchronized void await(String what, Predicate<Recording> expected) throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!expected.test(this)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new TimeoutException("no " + what + " in " + DEADLINE + "; last of each path: " + last());
            }
            // What is expected may also come of a file that is gone, which no record tells.
            TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
    }

    private synchronized void record(SourceRecord record) {
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("failing as planned");
        }
        records.add(record);
        notifyAll();
    }

    private record Recorder(String id) implements MapFunction<SourceRecord, Boolean> {
        @Override
        public Boolean map(SourceRecord record) {
            Recording recording = ALL.get(id);
            if (recording == null) {
                throw new IllegalStateException("the test and its job run in different JVMs");
            }
            LockSupport.parkNanos(recording.pace.toNanos());
            recording.record(record);
            return true;
        }
    }
}

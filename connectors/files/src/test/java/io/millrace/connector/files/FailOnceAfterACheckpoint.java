package io.millrace.connector.files;

import io.millrace.document.SourceRecord;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/** Passes records' origins on, and fails one time: at the first record after a checkpoint. */
final class FailOnceAfterACheckpoint implements MapFunction<SourceRecord, String>, CheckpointListener {
    /** One instance runs in this JVM's cluster before the failure, another after it. */
    static final AtomicInteger FAILURES = new AtomicInteger();

    private static final long serialVersionUID = 1L;
    private static final long PACE = Duration.ofNanos(100_000).toNanos();

    private boolean due;

    @Override
    public String map(SourceRecord record) {
        if (due && FAILURES.compareAndSet(0, 1)) {
            throw new IllegalStateException("failing once, as planned");
        }
        if (FAILURES.get() == 0) {
            // Unpaced, the file would be read before the first checkpoint.
            LockSupport.parkNanos(PACE);
        }
        return record.origin().toString();
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        due = true;
    }
}

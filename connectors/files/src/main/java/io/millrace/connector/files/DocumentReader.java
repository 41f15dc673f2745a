package io.millrace.connector.files;

import io.millrace.document.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.base.source.reader.SourceReaderOptions;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.metrics.Counter;

/**
 * Asks for a split when it has none and passes its records on. A split whose file changed goes back to the enumerator;
 * until that has said it has it, it is in this reader's checkpoints, so that a failure in between loses nothing.
 */
@SuppressWarnings("try") // Flink's close may be interrupted: Flink asked for it then.
final class DocumentReader
        extends SingleThreadMultiplexSourceReaderBase<FileRecord, SourceRecord, FileSplit, SplitProgress> {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(3);

    private final Map<String, FileSplit> returned = new HashMap<>();
    private final Counter read;
    private final Counter deletions;

    DocumentReader(Supplier<SplitReader<FileRecord, FileSplit>> splits, SourceReaderContext context) {
        super(
                splits,
                new FileRecordEmitter(context.metricGroup().counter("fileProblems")),
                closingSoon(context.getConfiguration()),
                context);
        this.read = context.metricGroup().counter("filesRead");
        this.deletions = context.metricGroup().counter("fileDeletions");
    }

    /**
     * Flink starts a reading thread for each split and ends it after. When a task fails in between, Flink waits in vain
     * for that thread, half a minute by default; no file is worth it, since nothing that isn't passed on counts.
     */
    private static Configuration closingSoon(Configuration given) {
        Configuration configuration = new Configuration(given);
        if (!given.contains(SourceReaderOptions.SOURCE_READER_CLOSE_TIMEOUT)) {
            configuration.set(SourceReaderOptions.SOURCE_READER_CLOSE_TIMEOUT, LONGEST_CLOSE.toMillis());
        }
        return configuration;
    }

    @Override
    public void start() {
        if (getNumberOfCurrentlyAssignedSplits() == 0) {
            context.sendSplitRequest();
        }
    }

    @Override
    protected void onSplitFinished(Map<String, SplitProgress> finished) {
        finished.forEach((id, progress) -> {
            FileSplit split = progress.split();
            if (progress.isReturned()) {
                returned.put(id, split);
                context.sendSourceEventToCoordinator(new SplitReturned(split));
            } else if (split.state().type() == FileEntry.Type.GONE) {
                deletions.inc();
            } else {
                read.inc();
            }
        });
        // After the returned splits, or the enumerator could think that nothing is left.
        context.sendSplitRequest();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof ReturnTaken taken) {
            returned.remove(taken.splitId());
        } else {
            super.handleSourceEvents(event);
        }
    }

    @Override
    public List<FileSplit> snapshotState(long checkpointId) {
        List<FileSplit> splits = new ArrayList<>(super.snapshotState(checkpointId));
        splits.addAll(returned.values());
        return splits;
    }

    @Override
    protected SplitProgress initializedState(FileSplit split) {
        return new SplitProgress(split);
    }

    @Override
    protected FileSplit toSplitType(String splitId, SplitProgress progress) {
        return progress.split();
    }
}

package io.millrace.connector.files;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.jspecify.annotations.Nullable;

/** Reads one split after the other, on the reading thread. */
final class FileSplitReader implements SplitReader<FileRecord, FileSplit> {
    private final DocumentFormat format;
    private final Queue<FileSplit> splits = new ArrayDeque<>();
    private @Nullable FileSplit split;
    private @Nullable FileReader reader;

    FileSplitReader(DocumentFormat format) {
        this.format = format;
    }

    @Override
    public RecordsWithSplitIds<FileRecord> fetch() throws IOException {
        RecordsBySplits.Builder<FileRecord> fetched = new RecordsBySplits.Builder<>();
        FileSplit current = split == null ? splits.poll() : split;
        if (current == null) {
            return fetched.build();
        }
        if (reader == null) {
            reader = format.open(current);
        }
        split = current;
        List<FileRecord> records = reader.readBatch();
        if (records == null) {
            close();
            fetched.addFinishedSplit(current.splitId());
        } else {
            fetched.addAll(current.splitId(), records);
        }
        return fetched.build();
    }

    @Override
    public void handleSplitsChanges(SplitsChange<FileSplit> change) {
        if (!(change instanceof SplitsAddition)) {
            throw new UnsupportedOperationException("splits are only ever added, got " + change.getClass());
        }
        splits.addAll(change.splits());
    }

    @Override
    public void wakeUp() {
        // No fetch waits for anything but the file system, which can't be woken.
    }

    @Override
    public void close() throws IOException {
        FileReader open = reader;
        split = null;
        reader = null;
        if (open != null) {
            open.close();
        }
    }
}

package io.millrace.connector.files;

import io.millrace.document.SourceRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.jspecify.annotations.Nullable;

/** Records on their way from the reading thread to the task's; filled by the one, then emptied by the other. */
final class RecordBatch implements BulkFormat.RecordIterator<SourceRecord> {
    private final Deque<RecordAndPosition<SourceRecord>> records = new ArrayDeque<>();

    void add(RecordAndPosition<SourceRecord> record) {
        records.add(record);
    }

    int size() {
        return records.size();
    }

    @Override
    public @Nullable RecordAndPosition<SourceRecord> next() {
        return records.poll();
    }

    @Override
    public void releaseBatch() {
        records.clear();
    }
}

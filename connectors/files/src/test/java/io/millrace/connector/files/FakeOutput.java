package io.millrace.connector.files;

import io.millrace.document.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/** Keeps the records that a reader passes on. */
final class FakeOutput implements ReaderOutput<SourceRecord> {
    final List<SourceRecord> records = new ArrayList<>();

    @Override
    public void collect(SourceRecord record) {
        records.add(record);
    }

    @Override
    public void collect(SourceRecord record, long timestamp) {
        records.add(record);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
        throw new UnsupportedOperationException("files have no watermarks");
    }

    @Override
    public void markIdle() {
        throw new UnsupportedOperationException("files have no watermarks");
    }

    @Override
    public void markActive() {
        throw new UnsupportedOperationException("files have no watermarks");
    }

    @Override
    public SourceOutput<SourceRecord> createOutputForSplit(String splitId) {
        return this;
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
        // All splits share this output.
    }
}

package io.millrace.connector.files;

import io.millrace.document.SourceRecord;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.metrics.Counter;

/** Passes records on, on the task's thread, and notes how far. */
final class FileRecordEmitter implements RecordEmitter<FileRecord, SourceRecord, SplitProgress> {
    private final Counter problems;

    FileRecordEmitter(Counter problems) {
        this.problems = problems;
    }

    @Override
    public void emitRecord(FileRecord element, SourceOutput<SourceRecord> output, SplitProgress progress) {
        SourceRecord record = element.record();
        if (record == null) {
            progress.returned();
            return;
        }
        if (record.problem() != null) {
            problems.inc();
        }
        output.collect(record);
        progress.passed(element.after());
    }
}

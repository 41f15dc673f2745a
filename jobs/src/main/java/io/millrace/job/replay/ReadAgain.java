package io.millrace.job.replay;

import io.millrace.connector.files.FileRecords;
import io.millrace.connector.files.FileSettings;
import io.millrace.document.SourceRecord;
import org.apache.flink.api.common.functions.MapFunction;

/** Gives replayed records as a source does, those that must be from their files. */
public final class ReadAgain implements MapFunction<ReplayedRecord, SourceRecord> {
    private static final long serialVersionUID = 1L;

    private final FileSettings files;

    public ReadAgain(FileSettings files) {
        this.files = files;
    }

    @Override
    public SourceRecord map(ReplayedRecord replayed) {
        SourceRecord record = replayed.record();
        String path = record.origin().path();
        return replayed.readAgain() && path != null
                ? FileRecords.read(files, path, record.origin().offset(), System.currentTimeMillis())
                : record;
    }
}

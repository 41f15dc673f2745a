package io.millrace.job.replay;

import io.millrace.document.SourceRecord;
import java.io.Serializable;

/**
 * A file's record on its way round again.
 *
 * @param record as its letter has it
 * @param readAgain whether the file must be asked for its record: the letter's is missing, or not the file's any more
 */
public record ReplayedRecord(SourceRecord record, boolean readAgain) implements Serializable {
    /** Bytes that it takes in the job's definition, roughly. */
    long size() {
        return 512L + (record.value() == null ? 0 : record.value().size());
    }
}

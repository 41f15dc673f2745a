package io.millrace.job.config;

import io.millrace.job.config.bind.Setting;
import java.io.Serializable;
import java.time.Duration;

/** Where documents come from. */
public record DocumentsConfig(
        @Setting(
                value = "kafka",
                doc = "`kafka` reads `kafka.documents-topic`, `files` reads what is under `files.path`.")
        Source source,

        @Setting(
                value = "false",
                doc = "Whether the job stops at the topic's end, as it is when the job starts. For `kafka` only: files"
                        + " end by themselves unless `files.watch` is set.")
        boolean bounded,

        @Setting(
                value = "7d",
                min = "1m",
                doc = "How long a job remembers which state of a document it saw last, so that an older one that comes"
                        + " late is dropped. What is forgotten is told from the index, but for deletes.")
        Duration orderMemory)
        implements Serializable {

    /** What documents are read from. */
    public enum Source {
        KAFKA,
        FILES
    }
}

package io.millrace.job.config;

import io.millrace.job.config.bind.DataSize;
import io.millrace.job.config.bind.Setting;
import java.io.Serializable;
import java.time.Duration;

/** Limits on turning bytes into text. */
public record ParsingConfig(
        @Setting(value = "67108864", min = "1", doc = "Characters of text that one document may have.")
        int maxTextLength,

        @Setting(
                value = "60s",
                min = "1s",
                doc = "How long one document may take. Its parser runs in a process of its own, which is then killed.")
        Duration timeout,

        @Setting(
                value = "512 MiB",
                min = "64 MiB",
                doc =
                        "The heap of a parser's process, for one document at a time. Each parallel subtask that parses has"
                                + " such a process, beside Flink's own memory: leave room for it on the machine, or in the"
                                + " container.")
        DataSize memory,

        @Setting(value = "3", min = "0", doc = "How deep documents within documents, such as attachments, are read.")
        int maxDepth,

        @Setting(
                value = "refuse",
                doc =
                        "What becomes of PNG and JPEG pictures: `refuse` makes dead letters of them, and leaves out such files;"
                                + " `describe` has the chat model say what they show, and indexes that.")
        Pictures pictures)
        implements Serializable {

    /** What becomes of pictures. */
    public enum Pictures {
        REFUSE,
        DESCRIBE
    }
}

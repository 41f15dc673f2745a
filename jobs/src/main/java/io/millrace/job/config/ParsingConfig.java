package io.millrace.job.config;

import io.millrace.job.config.bind.Setting;
import java.io.Serializable;
import java.time.Duration;

/** Limits on turning bytes into text. */
public record ParsingConfig(
        @Setting(value = "67108864", min = "1", doc = "Characters of text that one document may have.")
        int maxTextLength,

        @Setting(value = "60s", min = "1s", doc = "How long one document may take.")
        Duration timeout,

        @Setting(value = "3", min = "0", doc = "How deep documents within documents, such as attachments, are read.")
        int maxDepth)
        implements Serializable {}

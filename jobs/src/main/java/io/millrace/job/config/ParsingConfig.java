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

        @Setting(value = "100", min = "1", doc = "How deep a document's elements may be nested in each other.")
        int maxDepth)
        implements Serializable {}

package io.millrace.job.config;

import io.millrace.job.config.bind.Setting;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Where records go that can't be processed. */
public record DeadLettersConfig(
        @Setting(
                doc = "A directory for the ingest job's dead letters, as files of JSON lines. Without it they go to"
                        + " `kafka.dead-letters-topic`, or where `kafka.bootstrap-servers` isn't set either, to"
                        + " `files.path` with `-dead-letters` behind it.")
        @Nullable
        String path)
        implements Serializable {}

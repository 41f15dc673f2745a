package io.millrace.connector.files;

import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetterJson;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/** Records into directories and object stores, through Flink's own file systems. */
public final class FileSinks {
    private FileSinks() {}

    /**
     * Dead letters as JSON lines, in files {@code dead-letters-*.jsonl} right under the directory. Exactly once: a file
     * appears under its final name when a checkpoint completes, or at the end of a bounded run.
     *
     * @param path a directory: a local path or a URI of any file system that Flink knows; made when it is absent
     */
    public static Sink<DeadLetter> deadLetters(String path) {
        return lines(path, "dead-letters", (letter, stream) -> {
            stream.write(DeadLetterJson.encode(letter));
            stream.write('\n');
        });
    }

    /** As {@link #deadLetters}, of anything else, in files that begin with the prefix. */
    public static <T> Sink<T> lines(String path, String prefix, Encoder<T> lines) {
        return FileSink.forRowFormat(FileSettings.of(path).root(), lines)
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .withOutputFileConfig(OutputFileConfig.builder()
                        .withPartPrefix(prefix)
                        .withPartSuffix(".jsonl")
                        .build())
                .build();
    }
}

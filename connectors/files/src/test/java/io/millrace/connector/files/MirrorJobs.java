package io.millrace.connector.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.document.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory, jobs that mirror it on a cluster in this JVM, and what they passed on. */
@Timeout(240)
@SuppressWarnings("try") // A job may be interrupted while it ends: the test then fails, as it should.
abstract class MirrorJobs {
    @TempDir
    Path temporary;

    final Recording recording = new Recording();

    final class Job implements AutoCloseable {
        private final JobClient client;

        private Job(JobClient client) {
            this.client = client;
        }

        String stop() throws Exception {
            Path savepoints = temporary.resolve("savepoints");
            return client.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                    .get(60, TimeUnit.SECONDS);
        }

        JobID id() {
            return client.getJobID();
        }

        @Override
        public void close() throws Exception {
            if (!client.getJobStatus().get(60, TimeUnit.SECONDS).isGloballyTerminalState()) {
                client.cancel().get(60, TimeUnit.SECONDS);
            }
        }
    }

    final Job start(int parallelism, @Nullable String savepoint) throws Exception {
        StreamExecutionEnvironment environment = environment(parallelism, savepoint);
        define(environment, new FileSettings(root().toString(), Duration.ofMillis(200), List.of(), 1 << 20));
        return new Job(environment.executeAsync());
    }

    final void define(StreamExecutionEnvironment environment, FileSettings settings) {
        environment
                .fromSource(FileSources.documents(settings), WatermarkStrategy.noWatermarks(), "files")
                .uid("files")
                .map(recording.recorder())
                .returns(Types.BOOLEAN)
                .sinkTo(new DiscardingSink<>());
    }

    static StreamExecutionEnvironment environment(int parallelism, @Nullable String savepoint) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        if (savepoint != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(parallelism);
        environment.enableCheckpointing(100);
        return environment;
    }

    /** Waits until the last states are the directory's: each file with its bytes, and all else deleted. */
    final void awaitMirror() throws Exception {
        recording.await("mirror of " + root(), seen -> mirrored().equals(onDisk()));
    }

    final Map<String, Bytes> mirrored() {
        Map<String, Bytes> files = new TreeMap<>();
        recording.last().forEach((key, record) -> {
            if (record.value() != null) {
                files.put(key, record.value());
            }
        });
        return files;
    }

    final Map<String, Bytes> onDisk() {
        Map<String, Bytes> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root())) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                String key = root().relativize(path).toString();
                if (!JsonLines.isNameOf(key)) {
                    files.put(key, new Bytes(Files.readAllBytes(path)));
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return files;
    }

    static @Nullable String text(@Nullable Bytes bytes) {
        return bytes == null ? null : new String(bytes.value(), UTF_8);
    }

    final Path root() {
        return temporary.resolve("root");
    }

    final void write(String name, String content) throws IOException {
        Path file = root().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    static void append(Path file, String line) {
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

package io.millrace.connector.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.document.Bytes;
import io.millrace.document.SourceRecord;
import io.millrace.document.SourceRecord.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
@SuppressWarnings("try") // A job is only there to run; it may be interrupted while it ends: the test then fails.
class MirrorITCase {
    private static final InMemoryReporter METRICS = InMemoryReporter.create();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setConfiguration(METRICS.addToConfiguration(new Configuration()))
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());

    @TempDir
    Path temporary;

    private final Recording recording = new Recording();

    @Test
    void tellsOfNewChangedRenamedAndDeletedFiles() throws Exception {
        write("stays.md", "stays");
        write("changes.md", "before");
        write("older.md", "newer");
        write("goes.md", "goes");
        write("moves.md", "moves");
        write("directory/below.md", "below");

        try (Job job = start(2, null)) {
            awaitMirror();
            write("new.md", "new");
            write("changes.md", "after");
            Path older = Files.writeString(temporary.resolve("older"), "older");
            Files.setLastModifiedTime(older, FileTime.from(12_345_678, TimeUnit.MILLISECONDS));
            Files.move(older, root().resolve("older.md"), StandardCopyOption.ATOMIC_MOVE);
            Files.delete(root().resolve("goes.md"));
            Files.move(root().resolve("moves.md"), root().resolve("moved.md"));
            Files.move(root().resolve("directory"), root().resolve("renamed"));
            awaitMirror();
        }

        assertThat(recording.records())
                .extracting(SourceRecord::key, record -> text(record.value()))
                .containsExactlyInAnyOrder(
                        tuple("stays.md", "stays"),
                        tuple("changes.md", "before"),
                        tuple("older.md", "newer"),
                        tuple("goes.md", "goes"),
                        tuple("moves.md", "moves"),
                        tuple("directory/below.md", "below"),
                        tuple("new.md", "new"),
                        tuple("changes.md", "after"),
                        tuple("older.md", "older"),
                        tuple("goes.md", null),
                        tuple("moves.md", null),
                        tuple("moved.md", "moves"),
                        tuple("directory/below.md", null),
                        tuple("renamed/below.md", "below"));
        SourceRecord deletion = recording.last().get("goes.md");
        assertThat(deletion).isNotNull();
        assertThat(deletion.origin().path()).isEqualTo("file:" + root() + "/goes.md");
        assertThat(deletion.format()).isEqualTo(Format.FILE);
        assertThat(deletion.problem()).isNull();
    }

    @Test
    void tellsAfterARestartWhatChangedMeanwhile() throws Exception {
        write("stays.md", "stays");
        write("changes.md", "before");
        write("goes.md", "goes");
        write("lines.jsonl", "{}\n{}\n");
        String savepoint;
        try (Job job = start(2, null)) {
            awaitMirror();
            recording.await("lines", seen -> seen.records().size() == 5);
            savepoint = job.stop();
        }
        write("changes.md", "after");
        write("new.md", "new");
        Files.delete(root().resolve("goes.md"));
        Files.delete(root().resolve("lines.jsonl"));

        int before = recording.records().size();
        try (Job job = start(3, savepoint)) {
            awaitMirror();
        }

        List<SourceRecord> after = recording.records();
        assertThat(after.subList(before, after.size()))
                .extracting(SourceRecord::key, record -> text(record.value()))
                .containsExactlyInAnyOrder(
                        tuple("changes.md", "after"), tuple("new.md", "new"), tuple("goes.md", null));
    }

    @Test
    void goesOnAtItsLineAfterASavepointWithFewerReaders() throws Exception {
        for (String name : List.of("a.jsonl", "b.jsonl")) {
            write(
                    name,
                    IntStream.range(0, 5000)
                            .mapToObj("{\"id\":%d}\n"::formatted)
                            .collect(Collectors.joining()));
        }
        recording.pace(Duration.ofNanos(200_000));
        String savepoint;
        try (Job job = start(2, null)) {
            recording.await("few lines", seen -> seen.records().size() > 1000);
            savepoint = job.stop();
        }
        assertThat(recording.records()).hasSizeLessThan(10_000);

        recording.pace(Duration.ZERO);
        try (Job job = start(1, savepoint)) {
            recording.await("all lines", seen -> seen.records().size() >= 10_000);
        }

        assertThat(recording.records())
                .extracting(record -> record.origin().toString())
                .doesNotHaveDuplicates()
                .hasSize(10_000);
    }

    @Test
    void deletesNothingWhileTheRootIsAwayOrEmpty() throws Exception {
        write("a.md", "a");
        write("deep/b.md", "b");
        Path away = temporary.resolve("away");

        try (Job job = start(2, null)) {
            awaitMirror();
            Files.move(root(), away);
            job.awaitScans();
            Files.createDirectory(root());
            job.awaitScans();
            Files.delete(root());
            Files.move(away, root());
            write("c.md", "c");
            awaitMirror();
            assertThat(recording.records()).extracting(SourceRecord::value).doesNotContainNull();
            Files.delete(root().resolve("a.md"));
            awaitMirror();
        }

        assertThat(recording.records())
                .extracting(SourceRecord::key, record -> text(record.value()))
                .containsExactlyInAnyOrder(
                        tuple("a.md", "a"), tuple("deep/b.md", "b"), tuple("c.md", "c"), tuple("a.md", null));
    }

    @Test
    void readsAFileOnlyOnceItIsWritten() throws Exception {
        write("first.md", "first");
        Path file = root().resolve("slow.md");
        append(file, "line\n");
        AtomicInteger lines = new AtomicInteger(20);

        try (Writer writer = new Writer(Duration.ofMillis(300), () -> {
                    if (lines.decrementAndGet() > 0) {
                        append(file, "line\n");
                    }
                });
                Job job = start(1, null)) {
            awaitMirror();
        }

        assertThat(recording.records())
                .filteredOn(record -> "slow.md".equals(record.key()))
                .hasSize(1);
    }

    @Test
    void reportsAFileThatNeverRestsInABoundedRun() throws Exception {
        write("rests.md", "rests");
        Path file = root().resolve("log.md");
        append(file, "line\n");

        try (Writer writer = new Writer(Duration.ofMillis(1), () -> append(file, "line\n"))) {
            StreamExecutionEnvironment environment = environment(2, null);
            define(environment, FileSettings.of(root().toString()));
            environment.execute();
        }

        assertThat(recording.records())
                .extracting(
                        SourceRecord::key,
                        record -> record.problem() == null
                                ? "read"
                                : record.problem().code())
                .containsExactlyInAnyOrder(tuple("rests.md", "read"), tuple("log.md", "changing-file"));
    }

    @Test
    void losesAndInventsNothingThoughTheJobFails() throws Exception {
        for (int i = 0; i < 300; i++) {
            write("directory-" + i % 7 + "/file-" + i + ".md", "before " + i);
        }

        try (Job job = start(2, null)) {
            for (int round = 0; round < 4; round++) {
                recording.failOnce();
                for (int i = round; i < 300; i += 10) {
                    Path file = root().resolve("directory-" + i % 7 + "/file-" + i + ".md");
                    if (i % 3 == 0) {
                        Files.deleteIfExists(file);
                    } else {
                        Files.writeString(file, "after " + round + " " + i);
                    }
                }
                recording.await("failure", Recording::hasFailed);
            }
            awaitMirror();
        }
    }

    @Test
    void isTheDirectoryAfterManyRandomChanges() throws Exception {
        RandomChanges changes = new RandomChanges(root(), temporary, 20261122);
        changes.createFiles(1000);

        try (Job job = start(2, null)) {
            for (int round = 0; round < 30; round++) {
                if (round % 10 == 5) {
                    recording.failOnce();
                }
                changes.round(60);
                changes.pause(Duration.ofMillis(400));
            }
            awaitMirror();
        }

        assertThat(recording.records()).extracting(SourceRecord::problem).containsOnlyNulls();
        assertThat(recording.hasFailed()).isTrue();
    }

    /** Goes on writing until it is closed. */
    private static final class Writer implements AutoCloseable {
        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        private final ScheduledFuture<?> writing;

        private Writer(Duration period, Runnable write) {
            writing = thread.scheduleAtFixedRate(write, 0, period.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            writing.cancel(false);
            thread.shutdown();
        }
    }

    private final class Job implements AutoCloseable {
        private final JobClient client;

        private Job(JobClient client) {
            this.client = client;
        }

        private String stop() throws Exception {
            Path savepoints = temporary.resolve("savepoints");
            return client.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                    .get(60, TimeUnit.SECONDS);
        }

        /** Waits until a scan has begun and ended. */
        private void awaitScans() throws Exception {
            long before = scans();
            recording.await("scans", seen -> scans() > before + 1);
        }

        private long scans() {
            return METRICS.findMetric(client.getJobID(), "files.*scans")
                    .map(metric -> ((Counter) metric).getCount())
                    .orElse(0L);
        }

        @Override
        public void close() throws Exception {
            if (!client.getJobStatus().get(60, TimeUnit.SECONDS).isGloballyTerminalState()) {
                client.cancel().get(60, TimeUnit.SECONDS);
            }
        }
    }

    private Job start(int parallelism, @Nullable String savepoint) throws Exception {
        StreamExecutionEnvironment environment = environment(parallelism, savepoint);
        define(environment, new FileSettings(root().toString(), Duration.ofMillis(200), List.of(), 1 << 20));
        return new Job(environment.executeAsync());
    }

    private void define(StreamExecutionEnvironment environment, FileSettings settings) {
        environment
                .fromSource(FileSources.documents(settings), WatermarkStrategy.noWatermarks(), "files")
                .uid("files")
                .map(recording.recorder())
                .returns(Types.BOOLEAN)
                .sinkTo(new DiscardingSink<>());
    }

    private static StreamExecutionEnvironment environment(int parallelism, @Nullable String savepoint) {
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
    private void awaitMirror() throws Exception {
        recording.await("mirror of " + root(), seen -> mirrored().equals(onDisk()));
    }

    private Map<String, Bytes> mirrored() {
        Map<String, Bytes> files = new TreeMap<>();
        recording.last().forEach((key, record) -> {
            if (record.value() != null) {
                files.put(key, record.value());
            }
        });
        return files;
    }

    private Map<String, Bytes> onDisk() {
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

    private static @Nullable String text(@Nullable Bytes bytes) {
        return bytes == null ? null : new String(bytes.value(), UTF_8);
    }

    private Path root() {
        return temporary.resolve("root");
    }

    private void write(String name, String content) throws IOException {
        Path file = root().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

package io.millrace.connector.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.document.Bytes;
import io.millrace.document.SourceRecord;
import io.millrace.document.SourceRecord.Format;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
@SuppressWarnings("try") // Flink's iterators may be interrupted while they close: the test then fails, as it should.
class FileSourcesITCase {
    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(value = RuntimeExecutionMode.class, names = "AUTOMATIC", mode = EnumSource.Mode.EXCLUDE)
    void readsADirectoryToItsEnd(RuntimeExecutionMode mode) throws Exception {
        write("a.md", "# A");
        write("deep/b.txt", "b");
        write("lines.jsonl", "{\"id\":1}\n\n{\"id\":2}\n");
        write("empty.md", "");
        write("picture.png", "no");
        write(".hidden.md", "no");

        List<SourceRecord> records = read(environment(mode), FileSettings.of(directory.toString()));

        assertThat(records)
                .filteredOn(record -> record.format() == Format.FILE)
                .extracting(SourceRecord::key)
                .containsExactlyInAnyOrder("a.md", "deep/b.txt", "empty.md");
        assertThat(records)
                .filteredOn(record -> record.format() == Format.JSON)
                .extracting(record -> record.origin().offset())
                .containsExactlyInAnyOrder(0L, 2L);
    }

    @ParameterizedTest
    @EnumSource(value = RuntimeExecutionMode.class, names = "AUTOMATIC", mode = EnumSource.Mode.EXCLUDE)
    void readsAnEmptyDirectory(RuntimeExecutionMode mode) throws Exception {
        assertThat(read(environment(mode), FileSettings.of(directory.toString())))
                .isEmpty();
    }

    @Test
    void goesOnPastFilesThatCannotBeRead() throws Exception {
        write("denied/a.md", "no");
        write("denied.md", "no");
        write("breaks.md", "long enough to break");
        write("good.md", "good");

        List<SourceRecord> records = read(
                environment(RuntimeExecutionMode.STREAMING), FileSettings.of("faulty://" + directory.toAbsolutePath()));

        assertThat(records)
                .extracting(
                        SourceRecord::key,
                        record -> record.problem() == null
                                ? "read"
                                : record.problem().code())
                .containsExactlyInAnyOrder(
                        tuple(null, "unreadable-file"),
                        tuple("denied.md", "unreadable-file"),
                        tuple("breaks.md", "unreadable-file"),
                        tuple("good.md", "read"));
    }

    @Test
    void findsNewAndChangedFilesWhileItWatches() throws Exception {
        write("first.md", "1");
        FileSettings settings = new FileSettings(directory.toString(), Duration.ofMillis(100), List.of(), 1000);
        List<SourceRecord> read = new ArrayList<>();

        try (CloseableIterator<SourceRecord> records =
                stream(environment(RuntimeExecutionMode.STREAMING), settings).executeAndCollect()) {
            read.add(records.next());
            moveIn("second.md", "2");
            read.add(records.next());
            moveIn("first.md", "changed");
            read.add(records.next());
        }

        assertThat(read)
                .extracting(SourceRecord::key, SourceRecord::value)
                .containsExactly(
                        tuple("first.md", Bytes.utf8("1")),
                        tuple("second.md", Bytes.utf8("2")),
                        tuple("first.md", Bytes.utf8("changed")));
        assertThat(read.get(2).origin().path()).isEqualTo(read.get(0).origin().path());
    }

    @Test
    void readsEachLineOnceThoughTheJobFailsOnTheWay() throws Exception {
        int lines = 30_000;
        try (BufferedWriter writer = Files.newBufferedWriter(directory.resolve("lines.jsonl"), UTF_8)) {
            for (int i = 0; i < lines; i++) {
                writer.write("{\"id\":" + i + "}" + (i % 7 == 0 ? "\r\n\n" : "\n"));
            }
        }
        StreamExecutionEnvironment environment = environment(RuntimeExecutionMode.STREAMING);
        environment.enableCheckpointing(20);

        List<String> read = new ArrayList<>();
        try (CloseableIterator<String> results = stream(environment, FileSettings.of(directory.toString()))
                .map(new FailOnceAfterACheckpoint())
                .returns(Types.STRING)
                .executeAndCollect()) {
            results.forEachRemaining(read::add);
        }

        assertThat(FailOnceAfterACheckpoint.FAILURES.get()).isEqualTo(1);
        assertThat(read).doesNotHaveDuplicates().hasSize(lines);
    }

    @Test
    void readsAndParsesALargeTextFile() throws Exception {
        String line = "The mill stands by the river, and the river turns the mill. Größe: 12.\n";
        int size = 50 << 20;
        try (BufferedWriter writer = Files.newBufferedWriter(directory.resolve("large.txt"), UTF_8)) {
            for (int written = 0; written < size; written += line.getBytes(UTF_8).length) {
                writer.write(line);
            }
        }

        List<Integer> lengths = new ArrayList<>();
        try (CloseableIterator<Integer> results = stream(
                        environment(RuntimeExecutionMode.STREAMING), FileSettings.of(directory.toString()))
                .map(FileSourcesITCase::parsedLength)
                .returns(Types.INT)
                .executeAndCollect()) {
            results.forEachRemaining(lengths::add);
        }

        assertThat(lengths)
                .containsExactly((int) Math.ceil((double) size / line.getBytes(UTF_8).length) * line.length());
    }

    private static int parsedLength(SourceRecord record) {
        Bytes content = record.value();
        assertThat(content).isNotNull();
        try (TikaContentParser parser = new TikaContentParser(ParseLimits.DEFAULT)) {
            return parser.parse(content, null, record.key()).text().length();
        }
    }

    private List<SourceRecord> read(StreamExecutionEnvironment environment, FileSettings settings) throws Exception {
        List<SourceRecord> read = new ArrayList<>();
        try (CloseableIterator<SourceRecord> records =
                stream(environment, settings).executeAndCollect()) {
            records.forEachRemaining(read::add);
        }
        return read;
    }

    private static DataStream<SourceRecord> stream(StreamExecutionEnvironment environment, FileSettings settings) {
        return environment.fromSource(FileSources.documents(settings), WatermarkStrategy.noWatermarks(), "files");
    }

    private static StreamExecutionEnvironment environment(RuntimeExecutionMode mode) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setRuntimeMode(mode);
        environment.setParallelism(2);
        return environment;
    }

    private void moveIn(String name, String content) throws IOException {
        Path elsewhere = Files.writeString(directory.resolve(".incoming"), content);
        Files.move(elsewhere, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}

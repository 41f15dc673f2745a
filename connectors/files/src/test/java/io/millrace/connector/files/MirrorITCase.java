package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.document.SourceRecord;
import io.millrace.document.SourceRecord.Format;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@SuppressWarnings("try") // A job is only there to run; it may be interrupted while it ends: the test then fails.
class MirrorITCase extends MirrorJobs {
    private static final InMemoryReporter METRICS = InMemoryReporter.create();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setConfiguration(METRICS.addToConfiguration(new Configuration()))
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());

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
            awaitScans(job);
            Files.createDirectory(root());
            awaitScans(job);
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

    /** Waits until a scan has begun and ended. */
    private void awaitScans(Job job) throws Exception {
        long before = scans(job);
        recording.await("scans", seen -> scans(job) > before + 1);
    }

    private static long scans(Job job) {
        return METRICS.findMetric(job.id(), "files.*scans")
                .map(metric -> ((Counter) metric).getCount())
                .orElse(0L);
    }
}

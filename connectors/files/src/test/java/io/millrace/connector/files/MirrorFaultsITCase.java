package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.document.SourceRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("try") // A job is only there to run; it may be interrupted while it ends: the test then fails.
class MirrorFaultsITCase extends MirrorJobs {
    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());

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

        assertThat(recording.records())
                .filteredOn(record -> record.value() == null)
                .extracting(SourceRecord::key)
                .doesNotContainAnyElementsOf(onDisk().keySet());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4})
    void isTheDirectoryAfterManyRandomChanges(long seed) throws Exception {
        RandomChanges changes = new RandomChanges(root(), temporary, seed);
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
}

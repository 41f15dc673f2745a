package io.millrace.embedded.qdrant.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void givesBackWhatWasSynced() throws Exception {
        write("a", "b", "c");

        assertThat(replay(0)).containsExactly("1 a", "2 b", "3 c");
    }

    @Test
    void leavesOutWhatTheIndexHolds() throws Exception {
        write("a", "b", "c");

        assertThat(replay(2)).containsExactly("3 c");
    }

    @Test
    void cutsOffARecordThatWasHalfWritten() throws Exception {
        write("a", "b", "c");
        Path file = onlyFile();
        long whole = Files.size(file);
        shorten(file, whole - 1);

        assertThat(replay(0)).containsExactly("1 a", "2 b");
        assertThat(Files.size(file)).isEqualTo(whole / 3 * 2);
        assertThat(replay(0)).containsExactly("1 a", "2 b");
    }

    @Test
    void cutsOffAHeaderThatWasHalfWritten() throws Exception {
        write("a", "b");
        Path file = onlyFile();
        shorten(file, Files.size(file) / 2 + 3);

        assertThat(replay(0)).containsExactly("1 a");
    }

    @Test
    void cutsOffARecordWhoseBytesAreNotThoseThatWereWritten() throws Exception {
        write("a", "b", "c");
        Path file = onlyFile();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1]++;
        Files.write(file, bytes);

        assertThat(replay(0)).containsExactly("1 a", "2 b");
    }

    @Test
    void cutsOffZerosThatACrashLeftAtTheEnd() throws Exception {
        write("a");
        Files.write(onlyFile(), new byte[100], StandardOpenOption.APPEND);

        assertThat(replay(0)).containsExactly("1 a");
    }

    @Test
    void goesOnAfterTheLastRecord() throws Exception {
        write("a", "b");
        try (WriteAheadLog log = new WriteAheadLog(directory, 2)) {
            append(log, 3, "c");
        }

        assertThat(replay(0)).containsExactly("1 a", "2 b", "3 c");
    }

    @Test
    void deletesTheFilesWhoseWritesAreAllCommitted() throws Exception {
        try (WriteAheadLog log = new WriteAheadLog(directory, 0)) {
            append(log, 1, "a");
            log.roll();
            append(log, 2, "b");
            log.roll();
            append(log, 3, "c");
            log.deleteThrough(1);

            assertThat(LogReplay.files(directory)).hasSize(2);

            log.deleteThrough(2);

            assertThat(LogReplay.files(directory)).hasSize(1);
        }
        assertThat(replay(2)).containsExactly("3 c");
    }

    private void write(String... operations) throws Exception {
        try (WriteAheadLog log = new WriteAheadLog(directory, 0)) {
            for (int i = 0; i < operations.length; i++) {
                append(log, i + 1L, operations[i]);
            }
        }
    }

    private static void append(WriteAheadLog log, long number, String operation) throws Exception {
        log.append(number, operation.getBytes(StandardCharsets.UTF_8));
        log.sync(number);
    }

    private List<String> replay(long committed) throws IOException {
        List<String> records = new ArrayList<>();
        LogReplay.replay(
                directory,
                committed,
                (number, operation) -> records.add(number + " " + StandardCharsets.UTF_8.decode(operation)));
        return records;
    }

    private Path onlyFile() throws IOException {
        return LogReplay.files(directory).get(0);
    }

    private static void shorten(Path file, long size) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }
}

package io.millrace.connector.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.document.SourceRecord.Format;
import io.millrace.failure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentFormatTest {
    @TempDir
    Path directory;

    @Test
    void givesAFileAsOneRecord() throws IOException {
        write("guide/a b.md", "# Hello");

        assertThat(read("guide/a b.md"))
                .containsExactly(new SourceRecord(
                        Origin.ofFile("file:" + directory + "/guide/a%20b.md", 0, 5000, 5000),
                        Format.FILE,
                        "guide/a b.md",
                        null,
                        Bytes.utf8("# Hello"),
                        null));
    }

    @Test
    void givesAnEmptyFileAsARecordOfNoBytes() throws IOException {
        write("a.md", "");

        assertThat(read("a.md")).extracting(SourceRecord::value).containsExactly(new Bytes(new byte[0]));
    }

    @Test
    void givesEachLineAsARecordAndSkipsBlankOnes() throws IOException {
        write("a.jsonl", "{\"id\":1}\n\n  \t\r\nnot json\n{\"id\":2}");

        assertThat(read("a.jsonl")).containsExactly(line(0, "{\"id\":1}"), line(3, "not json"), line(4, "{\"id\":2}"));
    }

    @Test
    void leavesOutAByteOrderMark() throws IOException {
        write("a.jsonl", "\uFEFF{}\n\uFEFF{}");

        assertThat(read("a.jsonl")).containsExactly(line(0, "{}"), line(1, "\uFEFF{}"));
    }

    @Test
    void reportsAFileOverTheLimitWithoutReadingIt() throws IOException {
        write("a.md", "12345678901");

        assertThat(read("a.md"))
                .extracting(SourceRecord::value, SourceRecord::key, SourceRecord::problem)
                .containsExactly(tuple(
                        null,
                        "a.md",
                        new Reason(
                                "too-large",
                                "File file:%s/a.md has 11 bytes; files.max-size allows 10 bytes"
                                        .formatted(directory))));
    }

    @Test
    void readsAFileOfJustTheLimit() throws IOException {
        write("a.md", "1234567890");

        assertThat(read("a.md")).extracting(SourceRecord::problem).containsOnlyNulls();
    }

    @Test
    void reportsAFileThatGrewOverTheLimitSinceItWasListed() throws IOException {
        write("a.md", "12345");
        FileSourceSplit split = split("file:", "a.md", null);
        write("a.md", "12345678901");

        assertThat(read("file:", split))
                .extracting(SourceRecord::problem)
                .containsExactly(new Reason(
                        "too-large",
                        "File file:%s/a.md has more than 10 bytes; files.max-size allows 10 bytes"
                                .formatted(directory)));
    }

    @Test
    void reportsALineOverTheLimitAndReadsTheRest() throws IOException {
        write("a.jsonl", "{\"a\":1}\n{\"a\":\"long\"}\n{\"b\":2}\n");

        assertThat(read("a.jsonl"))
                .containsExactly(
                        line(0, "{\"a\":1}"),
                        problem(
                                1,
                                "too-large",
                                "Line 1 (counted from 0) of file file:%s/a.jsonl has 12 bytes; files.max-size allows 10 bytes"
                                        .formatted(directory)),
                        line(2, "{\"b\":2}"));
    }

    @Test
    void reportsAFileThatVanished() throws IOException {
        write("a.md", "text");
        write("b.jsonl", "{}");
        FileSourceSplit file = split("file:", "a.md", null);
        FileSourceSplit lines = split("file:", "b.jsonl", null);
        Files.delete(directory.resolve("a.md"));
        Files.delete(directory.resolve("b.jsonl"));

        assertThat(read("file:", file)).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("a.md");
            assertThat(code(record)).isEqualTo("unreadable-file");
            assertThat(message(record)).startsWith("File file:%s/a.md can't be read: ".formatted(directory));
        });
        assertThat(read("file:", lines))
                .singleElement()
                .satisfies(record -> assertThat(code(record)).isEqualTo("unreadable-file"));
    }

    @Test
    void reportsAFileThatMayNotBeOpened() throws IOException {
        write("denied.md", "text");

        assertThat(read("faulty:", split("faulty:", "denied.md", null)))
                .extracting(SourceRecord::problem)
                .containsExactly(new Reason(
                        "unreadable-file",
                        "File faulty:%s/denied.md can't be read: java.nio.file.AccessDeniedException: denied.md"
                                .formatted(directory)));
    }

    @Test
    void reportsAFileThatBreaksOffWhileItIsRead() throws IOException {
        write("breaks.md", "text".repeat(10));

        assertThat(read("faulty:", split("faulty:", "breaks.md", null), 1000))
                .extracting(SourceRecord::problem)
                .containsExactly(new Reason(
                        "unreadable-file",
                        "File faulty:%s/breaks.md can't be read: java.io.IOException: the disk is broken"
                                .formatted(directory)));
    }

    @Test
    void givesTheLinesBeforeTheOneThatCannotBeRead() throws IOException {
        write("breaks.jsonl", "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n{\"a\":4}\n");

        List<SourceRecord> records = read("faulty:", split("faulty:", "breaks.jsonl", null));

        assertThat(records).extracting(record -> record.origin().offset()).containsExactly(0L, 1L, 2L);
        assertThat(records.get(2).problem())
                .isEqualTo(new Reason(
                        "unreadable-file",
                        "File faulty:%s/breaks.jsonl can't be read: java.io.IOException: the disk is broken"
                                .formatted(directory)));
    }

    @Test
    void reportsADirectoryThatCouldNotBeListed() throws IOException {
        org.apache.flink.core.fs.Path path =
                new org.apache.flink.core.fs.Path("faulty:" + directory + "/denied;modified=5000;size=0");
        FileSourceSplit split = new FileSourceSplit("denied", path, 0, 0, 5000, SourceFile.UNLISTABLE);

        assertThat(read("faulty:", split))
                .extracting(SourceRecord::problem)
                .containsExactly(new Reason(
                        "unreadable-file",
                        "Directory faulty:%s/denied can't be listed, so nothing in it was read; the job manager's log says why"
                                .formatted(directory)));
    }

    @Test
    void goesOnAtAnyLineThatACheckpointHolds() throws IOException {
        write("a.jsonl", "{\"a\":0}\r\n\n{\"a\":2}\nmüll\n{\"too\":\"long\"}\n{\"a\":5}");
        List<RecordAndPosition<SourceRecord>> all = readPositions("file:", split("file:", "a.jsonl", null), 10);

        for (int i = 0; i < all.size(); i++) {
            CheckpointedPosition position =
                    new CheckpointedPosition(all.get(i).getOffset(), all.get(i).getRecordSkipCount());

            assertThat(read("file:", split("file:", "a.jsonl", position)))
                    .containsExactlyElementsOf(all.subList(i + 1, all.size()).stream()
                            .map(RecordAndPosition::getRecord)
                            .toList());
        }
        assertThat(all).hasSize(5);
    }

    @Test
    void givesAFileNoSecondTimeAfterARestart() throws IOException {
        write("a.md", "text");
        RecordAndPosition<SourceRecord> only =
                readPositions("file:", split("file:", "a.md", null), 10).get(0);

        assertThat(read(
                        "file:",
                        split("file:", "a.md", new CheckpointedPosition(only.getOffset(), only.getRecordSkipCount()))))
                .isEmpty();
    }

    private SourceRecord line(long number, String json) {
        return new SourceRecord(
                Origin.ofFile("file:" + directory + "/a.jsonl", number, 5000, 5000),
                Format.JSON,
                null,
                null,
                Bytes.utf8(json),
                null);
    }

    private SourceRecord problem(long number, String code, String message) {
        return new SourceRecord(
                Origin.ofFile("file:" + directory + "/a.jsonl", number, 5000, 5000),
                Format.JSON,
                null,
                null,
                null,
                new Reason(code, message));
    }

    private static String code(SourceRecord record) {
        assertThat(record.problem()).isNotNull();
        return record.problem().code();
    }

    private static String message(SourceRecord record) {
        assertThat(record.problem()).isNotNull();
        return record.problem().message();
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content.getBytes(UTF_8));
        Files.setLastModifiedTime(file, FileTime.from(5000, TimeUnit.MILLISECONDS));
    }

    private FileSourceSplit split(String scheme, String name, @Nullable CheckpointedPosition position)
            throws IOException {
        long size = Files.size(directory.resolve(name));
        FileEntry entry = new FileEntry(
                new org.apache.flink.core.fs.Path(scheme + directory.resolve(name)), FileEntry.Type.FILE, size, 5000);
        org.apache.flink.core.fs.Path path = VersionedPath.of(entry);
        return new FileSourceSplit(path.toString(), path, 0, size, 5000, size).updateWithCheckpointedPosition(position);
    }

    private List<SourceRecord> read(String name) throws IOException {
        return read("file:", split("file:", name, null));
    }

    private List<SourceRecord> read(String scheme, FileSourceSplit split) throws IOException {
        return read(scheme, split, 10);
    }

    private List<SourceRecord> read(String scheme, FileSourceSplit split, long maxBytes) throws IOException {
        return readPositions(scheme, split, maxBytes).stream()
                .map(RecordAndPosition::getRecord)
                .toList();
    }

    private List<RecordAndPosition<SourceRecord>> readPositions(String scheme, FileSourceSplit split, long maxBytes)
            throws IOException {
        DocumentFormat format = new DocumentFormat(new FileSettings(scheme + directory, null, List.of(), maxBytes));
        List<RecordAndPosition<SourceRecord>> records = new ArrayList<>();
        try (BulkFormat.Reader<SourceRecord> reader = format.restoreReader(new Configuration(), split)) {
            for (var batch = reader.readBatch(); batch != null; batch = reader.readBatch()) {
                for (var record = batch.next(); record != null; record = batch.next()) {
                    records.add(record);
                }
                batch.releaseBatch();
            }
        }
        return records;
    }
}

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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentFormatTest {
    private static final long MODIFIED = 5000;
    private static final long OBSERVED = 7000;

    @TempDir
    Path directory;

    @Test
    void givesAFileAsOneRecord() throws IOException {
        write("guide/a b.md", "# Hello");

        assertThat(read("guide/a b.md"))
                .containsExactly(new SourceRecord(
                        Origin.ofFile("file:" + directory + "/guide/a%20b.md", 0, MODIFIED, OBSERVED),
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
    void returnsAFileThatChangedSinceItWasListed() throws IOException {
        write("size.md", "12345");
        write("time.md", "12345");
        FileSplit size = split("file:", "size.md");
        FileSplit time = split("file:", "time.md");
        write("size.md", "123456");
        Files.setLastModifiedTime(directory.resolve("time.md"), FileTime.from(MODIFIED + 1001, TimeUnit.MILLISECONDS));

        assertThat(readAll(size, 10)).extracting(FileRecord::record).containsExactly((SourceRecord) null);
        assertThat(readAll(time, 10)).extracting(FileRecord::record).containsExactly((SourceRecord) null);
    }

    @Test
    void returnsAFileThatGrewOverTheLimitSinceItWasListed() throws IOException {
        write("a.md", "12345");
        FileSplit split = split("file:", "a.md");
        write("a.md", "12345678901");

        assertThat(readAll(split, 10)).extracting(FileRecord::record).containsExactly((SourceRecord) null);
    }

    @Test
    void returnsAFileThatVanished() throws IOException {
        write("a.md", "text");
        write("b.jsonl", "{}");
        FileSplit file = split("file:", "a.md");
        FileSplit lines = split("file:", "b.jsonl");
        Files.delete(directory.resolve("a.md"));
        Files.delete(directory.resolve("b.jsonl"));

        assertThat(readAll(file, 10)).extracting(FileRecord::record).containsExactly((SourceRecord) null);
        assertThat(readAll(lines, 10)).extracting(FileRecord::record).containsExactly((SourceRecord) null);
    }

    @Test
    void returnsLinesWhoseFileChangesWhileTheyAreRead() throws IOException {
        String line = "{\"a\":%d}\n";
        write("a.jsonl", lines(line, 600));
        FileSplit split = split("file:", "a.jsonl");

        List<FileRecord> second;
        try (FileReader reader = new DocumentFormat(10_000).open(split)) {
            assertThat(reader.readBatch())
                    .hasSize(512)
                    .allSatisfy(read -> assertThat(read.record()).isNotNull());
            write("a.jsonl", lines(line, 700));
            second = reader.readBatch();
            assertThat(reader.readBatch()).isNull();
        }

        assertThat(second).singleElement().extracting(FileRecord::record).isNull();
    }

    @Test
    void reportsAChangedFileTheLastTime() throws IOException {
        write("a.md", "12345");
        write("b.jsonl", "{}");
        FileSplit file = split("file:", "a.md").asLast();
        FileSplit lines = split("file:", "b.jsonl").asLast();
        write("a.md", "123456");
        write("b.jsonl", "{}{}");

        assertThat(read(file)).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("a.md");
            assertThat(record.problem())
                    .isEqualTo(new Reason(
                            "changing-file",
                            "File file:%s/a.md changed whenever it was read: run again when nothing writes to it"
                                    .formatted(directory)));
        });
        assertThat(read(lines)).singleElement().satisfies(record -> {
            assertThat(record.key()).isNull();
            assertThat(code(record)).isEqualTo("changing-file");
        });
    }

    @Test
    void reportsAVanishedFileTheLastTime() throws IOException {
        write("a.md", "text");
        FileSplit file = split("file:", "a.md").asLast();
        Files.delete(directory.resolve("a.md"));

        assertThat(read(file)).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("a.md");
            assertThat(code(record)).isEqualTo("unreadable-file");
            assertThat(message(record)).startsWith("File file:%s/a.md can't be read: ".formatted(directory));
        });
    }

    @Test
    void reportsALinkThatLeadsNowhere() throws IOException {
        Files.createSymbolicLink(directory.resolve("lost.md"), directory.resolve("nowhere"));

        FileSplit split = split("file:", "lost.md", new FileState(FileEntry.Type.BROKEN, 0, 0, OBSERVED));

        assertThat(read(split)).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("lost.md");
            assertThat(code(record)).isEqualTo("unreadable-file");
        });
    }

    @Test
    void returnsALinkThatWasMended() throws IOException {
        write("mended.md", "text");

        FileSplit split = split("file:", "mended.md", new FileState(FileEntry.Type.BROKEN, 0, 0, OBSERVED));

        assertThat(readAll(split, 10)).extracting(FileRecord::record).containsExactly((SourceRecord) null);
    }

    @Test
    void tellsOfAFileThatIsGone() throws IOException {
        FileState gone = new FileState(FileEntry.Type.FILE, 4, MODIFIED, OBSERVED - 1).gone(OBSERVED);

        assertThat(read(split("file:", "guide/a b.md", gone)))
                .containsExactly(new SourceRecord(
                        Origin.ofFile("file:" + directory + "/guide/a%20b.md", 0, OBSERVED, OBSERVED),
                        Format.FILE,
                        "guide/a b.md",
                        null,
                        null,
                        null));
    }

    @Test
    void reportsAFileThatMayNotBeOpened() throws IOException {
        write("denied.md", "text");

        assertThat(read(split("faulty:", "denied.md")))
                .extracting(SourceRecord::problem)
                .containsExactly(new Reason(
                        "unreadable-file",
                        "File faulty:%s/denied.md can't be read: java.nio.file.AccessDeniedException: denied.md"
                                .formatted(directory)));
    }

    @Test
    void reportsAFileThatBreaksOffWhileItIsRead() throws IOException {
        write("breaks.md", "text".repeat(10));

        assertThat(read(split("faulty:", "breaks.md"), 1000))
                .extracting(SourceRecord::problem)
                .containsExactly(new Reason(
                        "unreadable-file",
                        "File faulty:%s/breaks.md can't be read: java.io.IOException: the disk is broken"
                                .formatted(directory)));
    }

    @Test
    void givesTheLinesBeforeTheOneThatCannotBeRead() throws IOException {
        write("breaks.jsonl", "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n{\"a\":4}\n");

        List<SourceRecord> records = read(split("faulty:", "breaks.jsonl"));

        assertThat(records).extracting(record -> record.origin().offset()).containsExactly(0L, 1L, 2L);
        assertThat(records.get(2).problem())
                .isEqualTo(new Reason(
                        "unreadable-file",
                        "File faulty:%s/breaks.jsonl can't be read: java.io.IOException: the disk is broken"
                                .formatted(directory)));
    }

    @Test
    void reportsADirectoryThatCouldNotBeListed() throws IOException {
        FileState unlistable = new FileState(FileEntry.Type.UNLISTABLE, 0, MODIFIED, OBSERVED);

        assertThat(read(split("faulty:", "denied.jsonl", unlistable)))
                .extracting(SourceRecord::key, SourceRecord::problem)
                .containsExactly(tuple(
                        null,
                        new Reason(
                                "unreadable-file",
                                "Directory faulty:%s/denied.jsonl can't be listed, so nothing in it was read; the job manager's log says why"
                                        .formatted(directory))));
    }

    @Test
    void goesOnAtAnyLineThatACheckpointHolds() throws IOException {
        write("a.jsonl", "{\"a\":0}\r\n\n{\"a\":2}\nmüll\n{\"too\":\"long\"}\n{\"a\":5}");
        FileSplit split = split("file:", "a.jsonl");
        List<FileRecord> all = readAll(split, 10);

        for (int i = 0; i < all.size(); i++) {
            assertThat(readAll(split.at(all.get(i).after()), 10)).isEqualTo(all.subList(i + 1, all.size()));
        }
        assertThat(all).hasSize(5);
    }

    @Test
    void givesAFileNoSecondTimeAfterARestart() throws IOException {
        write("a.md", "text");
        write("empty.md", "");

        for (String name : List.of("a.md", "empty.md")) {
            FileSplit split = split("file:", name);
            FileRecord only = readAll(split, 10).get(0);

            assertThat(readAll(split.at(only.after()), 10)).isEmpty();
        }
    }

    private static String lines(String line, int count) {
        return IntStream.range(0, count).mapToObj(line::formatted).collect(Collectors.joining());
    }

    private SourceRecord line(long number, String json) {
        return new SourceRecord(
                Origin.ofFile("file:" + directory + "/a.jsonl", number, MODIFIED, OBSERVED),
                Format.JSON,
                null,
                null,
                Bytes.utf8(json),
                null);
    }

    private SourceRecord problem(long number, String code, String message) {
        return new SourceRecord(
                Origin.ofFile("file:" + directory + "/a.jsonl", number, MODIFIED, OBSERVED),
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
        Files.setLastModifiedTime(file, FileTime.from(MODIFIED, TimeUnit.MILLISECONDS));
    }

    private FileSplit split(String scheme, String name) throws IOException {
        return split(
                scheme,
                name,
                new FileState(FileEntry.Type.FILE, Files.size(directory.resolve(name)), MODIFIED, OBSERVED));
    }

    private FileSplit split(String scheme, String name, FileState state) {
        return FileSplit.of(name, new org.apache.flink.core.fs.Path(scheme + directory.resolve(name)), state, 0);
    }

    private List<SourceRecord> read(String name) throws IOException {
        return read(split("file:", name));
    }

    private static List<SourceRecord> read(FileSplit split) throws IOException {
        return read(split, 10);
    }

    private static List<SourceRecord> read(FileSplit split, long maxBytes) throws IOException {
        List<SourceRecord> records = new ArrayList<>();
        for (FileRecord read : readAll(split, maxBytes)) {
            assertThat(read.record()).as("a record, and not the split returned").isNotNull();
            records.add(read.record());
        }
        return records;
    }

    private static List<FileRecord> readAll(FileSplit split, long maxBytes) throws IOException {
        List<FileRecord> records = new ArrayList<>();
        try (FileReader reader = new DocumentFormat(maxBytes).open(split)) {
            for (var batch = reader.readBatch(); batch != null; batch = reader.readBatch()) {
                records.addAll(batch);
            }
        }
        return records;
    }
}

package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.document.SourceRecord.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRecordsTest {
    @TempDir
    private Path root;

    @Test
    void readsAFileAsItsSourceDoes() throws IOException {
        Path file = Files.createDirectory(root.resolve("a b")).resolve("50 % ü.md");
        Files.writeString(file, "# A");

        SourceRecord record = FileRecords.read(settings(), uri(file), 0, 9);

        long modified = Files.getLastModifiedTime(file).toMillis();
        assertThat(record)
                .isEqualTo(new SourceRecord(
                        Origin.ofFile(uri(file), 0, modified, 9),
                        Format.FILE,
                        "a b/50 % ü.md",
                        null,
                        Bytes.utf8("# A"),
                        null));
        assertThat(FileRecords.modified(uri(file))).isEqualTo(modified);
    }

    @Test
    void readsOneLineOfAJsonLinesFile() throws IOException {
        Path file = Files.writeString(root.resolve("a.jsonl"), "\uFEFF{}\n{\"id\": 1}\r\n");

        assertThat(FileRecords.read(settings(), uri(file), 0, 9))
                .returns(Bytes.utf8("{}"), SourceRecord::value)
                .returns(null, SourceRecord::key)
                .returns(Format.JSON, SourceRecord::format);
        assertThat(FileRecords.read(settings(), uri(file), 1, 9).value()).isEqualTo(Bytes.utf8("{\"id\": 1}"));
    }

    @Test
    void saysWhatCannotBeHad() throws IOException {
        Path large = Files.writeString(root.resolve("large.txt"), "x".repeat(101));
        Path lines = Files.writeString(root.resolve("a.jsonl"), "{}\n");

        for (SourceRecord record : new SourceRecord[] {
            FileRecords.read(settings(), uri(large), 0, 9), FileRecords.read(settings(), uri(lines), 1, 9)
        }) {
            assertThat(record.value()).isNull();
            assertThat(record.problem()).isNotNull();
            assertThat(record.problem().code()).isEqualTo("too-large");
        }
        SourceRecord gone = FileRecords.read(settings(), uri(root.resolve("gone.txt")), 0, 9);
        assertThat(gone.problem()).isNotNull();
        assertThat(gone.problem().code()).isEqualTo("unreadable-file");
        assertThat(gone.key()).isEqualTo("gone.txt");
        assertThat(FileRecords.modified(uri(root.resolve("gone.txt")))).isNull();
    }

    @Test
    void knowsWhatIsUnderTheRoot() {
        assertThat(FileRecords.isUnder(settings(), uri(root.resolve("deep/a b.md"))))
                .isTrue();
        assertThat(FileRecords.isUnder(FileSettings.of(root + "/a.md"), uri(root.resolve("a.md"))))
                .isTrue();
        assertThat(FileRecords.isUnder(settings(), root.toUri().toString().replaceFirst("/$", "") + "-2/a.md"))
                .isFalse();
        assertThat(FileRecords.isUnder(settings(), "s3://bucket" + root + "/a.md"))
                .isFalse();
    }

    private FileSettings settings() {
        return new FileSettings(root.toString(), null, List.of(), 100);
    }

    /** As an origin has it. */
    private static String uri(Path file) {
        return new org.apache.flink.core.fs.Path("file", null, file.toString())
                .toUri()
                .toString();
    }
}

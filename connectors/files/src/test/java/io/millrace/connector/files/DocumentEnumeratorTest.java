package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DocumentEnumeratorTest {
    @TempDir
    Path directory;

    @Test
    void findsFilesAtAnyDepthInOrder() throws IOException {
        write("b.md");
        write("a/deep/c.txt");
        write("a/b.md");

        assertThat(found()).containsExactly("a/b.md", "a/deep/c.txt", "b.md");
    }

    @Test
    void leavesOutHiddenFilesAndDirectories() throws IOException {
        write(".hidden.md");
        write("_hidden.md");
        write(".git/a.md");
        write("_build/a.md");
        write("shown.md");

        assertThat(found()).containsExactly("shown.md");
    }

    @Test
    void findsFilesWithOddNames() throws IOException {
        write("12:30 notes.md");
        write("100% %20.md");
        write("ärger #1?.md");

        assertThat(found()).containsExactly("100% %20.md", "12:30 notes.md", "ärger #1?.md");
    }

    @Test
    void passesOnEmptyFiles() throws IOException {
        Files.createFile(directory.resolve("empty.md"));

        assertThat(found()).containsExactly("empty.md");
    }

    @Test
    void takesASingleFileWhateverItsName() throws IOException {
        write(".notes.png");

        assertThat(splits(FileSettings.of(directory + "/.notes.png"), 0))
                .extracting(split -> VersionedPath.toFile(split.path()).getName())
                .containsExactly(".notes.png");
    }

    @Test
    @Timeout(30)
    void doesNotFollowLinksRoundAndRound() throws IOException {
        write("a/one.md");
        write("b/two.md");
        Files.createSymbolicLink(directory.resolve("a/to-b"), directory.resolve("b"));
        Files.createSymbolicLink(directory.resolve("b/to-a"), directory.resolve("a"));
        Files.createSymbolicLink(directory.resolve("self"), directory);

        assertThat(found()).containsExactly("a/one.md", "a/to-b/two.md", "b/to-a/one.md", "b/two.md");
    }

    @Test
    void passesOnALinkThatLeadsNowhere() throws IOException {
        Files.createSymbolicLink(directory.resolve("lost.md"), directory.resolve("nowhere"));

        assertThat(found()).containsExactly("lost.md");
    }

    @Test
    void passesOnADirectoryThatCannotBeListed() throws IOException {
        write("denied/a.md");
        write("open/b.md");

        List<FileSourceSplit> splits = splits(FileSettings.of("faulty://" + directory), 0);

        assertThat(splits)
                .extracting(split -> VersionedPath.toFile(split.path()).getName())
                .containsExactly("denied", "b.md");
        assertThat(splits.get(0).fileSize()).isEqualTo(SourceFile.UNLISTABLE);
    }

    @Test
    void leavesAWatchedFileAloneUntilItHasSettled() throws IOException {
        Path file = write("a.md");
        Files.setLastModifiedTime(file, FileTime.from(10_000, TimeUnit.MILLISECONDS));
        FileSettings watched = new FileSettings(directory.toString(), Duration.ofSeconds(5), List.of(), 1000);

        assertThat(splits(watched, 10_999)).isEmpty();
        assertThat(splits(watched, 11_000)).hasSize(1);
    }

    @Test
    void takesAWatchedFileOfAClockThatIsAhead() throws IOException {
        Path file = write("a.md");
        Files.setLastModifiedTime(file, FileTime.from(10_000, TimeUnit.MILLISECONDS));
        FileSettings watched = new FileSettings(directory.toString(), Duration.ofSeconds(5), List.of(), 1000);

        assertThat(splits(watched, 9_000)).hasSize(1);
    }

    @Test
    void givesAFileAnotherPathWheneverItChanged() throws IOException {
        Path file = write("a b.md");
        FileSettings settings = FileSettings.of(directory.toString());

        Files.setLastModifiedTime(file, FileTime.from(10_000, TimeUnit.MILLISECONDS));
        assertThat(splits(settings, 0))
                .extracting(FileSourceSplit::splitId)
                .containsExactly("file:" + directory + "/a b.md;modified=10000;size=4");
        assertThat(splits(settings, 0)).extracting(FileSourceSplit::path).isEqualTo(paths(settings));
        List<org.apache.flink.core.fs.Path> before = paths(settings);
        Files.setLastModifiedTime(file, FileTime.from(10_001, TimeUnit.MILLISECONDS));
        assertThat(paths(settings)).doesNotContainAnyElementsOf(before);
    }

    private static List<org.apache.flink.core.fs.Path> paths(FileSettings settings) throws IOException {
        return splits(settings, 0).stream().map(FileSourceSplit::path).toList();
    }

    private Path write(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "text");
    }

    private List<String> found() throws IOException {
        FileSettings settings = FileSettings.of(directory.toString());
        return splits(settings, 0).stream()
                .map(split -> RelativePath.of(settings.root(), VersionedPath.toFile(split.path())))
                .toList();
    }

    private static List<FileSourceSplit> splits(FileSettings settings, long now) throws IOException {
        return List.copyOf(new DocumentEnumerator(settings, () -> now)
                .enumerateSplits(new org.apache.flink.core.fs.Path[] {settings.root()}, 1));
    }
}

package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileScanTest {
    @TempDir
    Path directory;

    @Test
    void findsFilesAtAnyDepthInOrder() throws IOException {
        write("b.md");
        write("a/deep/c.txt");
        write("a/b.md");

        assertThat(scan().files().keySet()).containsExactly("a/b.md", "a/deep/c.txt", "b.md");
    }

    @Test
    void leavesOutHiddenFilesAndDirectories() throws IOException {
        write(".hidden.md");
        write("_hidden.md");
        write(".git/a.md");
        write("_build/a.md");
        write("shown.md");

        assertThat(scan().files().keySet()).containsExactly("shown.md");
    }

    @Test
    void findsFilesWithOddNames() throws IOException {
        write("12:30 notes.md");
        write("100% %20.md");
        write("ärger #1?.md");

        FoundFiles found = scan();

        assertThat(found.files().keySet()).containsExactly("100% %20.md", "12:30 notes.md", "ärger #1?.md");
        assertThat(found.files())
                .allSatisfy((key, entry) ->
                        assertThat(RelativePath.in(settings().root(), key)).isEqualTo(entry.path()));
    }

    @Test
    void passesOnEmptyFiles() throws IOException {
        Files.createFile(directory.resolve("empty.md"));

        assertThat(scan().files().keySet()).containsExactly("empty.md");
    }

    @Test
    void takesASingleFileWhateverItsNameAndKnowsOfNothingElse() throws IOException {
        write(".notes.png");

        FileSettings settings = FileSettings.of(directory + "/.notes.png");
        FoundFiles found = FileScan.of(settings.root(), settings.included());

        assertThat(found.files().keySet()).containsExactly(".notes.png");
        assertThat(found.hides("another.md")).isTrue();
    }

    @Test
    @Timeout(30)
    void doesNotFollowLinksRoundAndRound() throws IOException {
        write("a/one.md");
        write("b/two.md");
        Files.createSymbolicLink(directory.resolve("a/to-b"), directory.resolve("b"));
        Files.createSymbolicLink(directory.resolve("b/to-a"), directory.resolve("a"));
        Files.createSymbolicLink(directory.resolve("self"), directory);

        assertThat(scan().files().keySet()).containsExactly("a/one.md", "a/to-b/two.md", "b/to-a/one.md", "b/two.md");
    }

    @Test
    void passesOnALinkThatLeadsNowhere() throws IOException {
        Files.createSymbolicLink(directory.resolve("lost.md"), directory.resolve("nowhere"));

        assertThat(scan().files().get("lost.md")).extracting(FileEntry::type).isEqualTo(FileEntry.Type.BROKEN);
    }

    @Test
    void passesOnADirectoryThatCannotBeListedAndHidesWhatIsInIt() throws IOException {
        write("denied/deep/a.md");
        write("open/b.md");

        FileSettings settings = FileSettings.of("faulty://" + directory);
        FoundFiles found = FileScan.of(settings.root(), settings.included());

        assertThat(found.files().keySet()).containsExactly("denied", "open/b.md");
        assertThat(found.files().get("denied")).extracting(FileEntry::type).isEqualTo(FileEntry.Type.UNLISTABLE);
        assertThat(found.hides("denied/deep/a.md")).isTrue();
        assertThat(found.hides("denied/a.md")).isTrue();
        assertThat(found.hides("open/other.md")).isFalse();
        assertThat(found.hides("denied.md")).isFalse();
    }

    @Test
    void takesAnEmptyRootForOneThatShowsNothing() throws IOException {
        assertThat(scan().hides("a.md")).isTrue();
        assertThat(scan().hides("deep/a.md")).isTrue();
    }

    @Test
    void believesARootWhereOnlySomethingHiddenIsLeft() throws IOException {
        write(".hidden.md");

        assertThat(scan().hides("a.md")).isFalse();
    }

    @Test
    void believesAnEmptyDirectoryBelowTheRoot() throws IOException {
        Files.createDirectory(directory.resolve("empty"));

        assertThat(scan().hides("empty/a.md")).isFalse();
    }

    @Test
    void failsWithoutARoot() {
        FileSettings settings = FileSettings.of(directory + "/absent");

        assertThatThrownBy(() -> FileScan.of(settings.root(), settings.included()))
                .isInstanceOf(NoSuchFileException.class);
    }

    private void write(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "text");
    }

    private FileSettings settings() {
        return FileSettings.of(directory.toString());
    }

    private FoundFiles scan() throws IOException {
        return FileScan.of(settings().root(), settings().included());
    }
}

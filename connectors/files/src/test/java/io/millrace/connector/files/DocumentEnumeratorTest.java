package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentEnumeratorTest {
    private static final long OLD = 700_000;

    @TempDir
    Path directory;

    private final FakeEnumeratorContext context = new FakeEnumeratorContext();
    private long now = 1_000_000;

    @Test
    void givesAWaitingReaderWhatTheScanFinds() throws IOException {
        write("a.md");
        DocumentEnumerator enumerator = start(bounded());
        ask(enumerator, 0);
        assertThat(context.assigned).isEmpty();
        context.runOnce();

        assertThat(context.assigned(0)).extracting(FileSplit::key).containsExactly("a.md");
        assertThat(context.finished).isEmpty();
    }

    @Test
    void letsReadersGoOnceABoundedRunHasNothingLeft() throws IOException {
        write("a.md");
        DocumentEnumerator enumerator = start(bounded());
        context.runOnce();
        ask(enumerator, 0);
        ask(enumerator, 1);
        ask(enumerator, 0);

        assertThat(context.assigned(0)).hasSize(1);
        assertThat(context.finished).containsExactly(1, 0);
    }

    @Test
    void keepsTheReaderThatReturnsASplit() throws IOException {
        Path file = write("a.md");
        DocumentEnumerator enumerator = start(bounded());
        context.runOnce();
        ask(enumerator, 0);
        FileSplit split = context.assigned(0).get(0);
        Files.writeString(file, "longer text");
        Files.setLastModifiedTime(file, FileTime.from(OLD, TimeUnit.MILLISECONDS));
        enumerator.handleSourceEvent(0, new SplitReturned(split));
        ask(enumerator, 0);
        assertThat(context.finished).isEmpty();
        now += 2000;
        context.runPeriodic();

        assertThat(context.assigned(0))
                .extracting(given -> given.state().size())
                .containsExactly(4L, 11L);
        assertThat(context.events).containsExactly(new ReturnTaken(split.splitId()));
    }

    @Test
    void givesTheSplitsOfAFailedReaderToAnother() throws IOException {
        write("a.md");
        DocumentEnumerator enumerator = start(bounded());
        context.runOnce();
        ask(enumerator, 0);
        context.fail(0);
        enumerator.addSplitsBack(context.assigned(0), 0);
        ask(enumerator, 1);

        assertThat(context.assigned(1)).isEqualTo(context.assigned(0));
    }

    @Test
    void givesNothingToAReaderThatFailedWhileItWaited() throws IOException {
        write("a.md");
        DocumentEnumerator enumerator = start(bounded());
        ask(enumerator, 0);
        context.fail(0);
        context.runOnce();
        ask(enumerator, 1);

        assertThat(context.assigned.keySet()).containsExactly(1);
    }

    @Test
    void goesOnFromItsSnapshot() throws IOException {
        write("a.md");
        write("b.md");
        DocumentEnumerator enumerator = start(watched());
        context.runPeriodic();
        ask(enumerator, 0);
        MirrorState state = enumerator.snapshotState(1);
        Files.delete(directory.resolve(context.assigned(0).get(0).key()));
        context.assigned.clear();
        DocumentEnumerator restored = start(watched(), new Mirror(watched(), state));
        ask(restored, 1);
        ask(restored, 1);
        context.runPeriodic();

        assertThat(context.assigned(1))
                .extracting(given -> given.state().type())
                .containsExactly(FileEntry.Type.FILE, FileEntry.Type.GONE);
    }

    @Test
    void failsABoundedRunWithoutARoot() {
        start(FileSettings.of(directory + "/absent"));

        assertThatThrownBy(context::runOnce)
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "files.path '%s/absent' can't be read at file:%s/absent: java.nio.file.NoSuchFileException: %s/absent"
                                .formatted(directory, directory, directory));
    }

    @Test
    void keepsTryingWhileItWatchesWithoutARoot() throws IOException {
        Path root = directory.resolve("root");
        FileSettings settings = new FileSettings(root.toString(), Duration.ofSeconds(30), List.of(), 1000);
        DocumentEnumerator enumerator = start(settings);
        ask(enumerator, 0);
        assertThatCode(context::runPeriodic).doesNotThrowAnyException();
        Files.createDirectory(root);
        write("root/a.md");
        context.runPeriodic();

        assertThat(context.assigned(0)).extracting(FileSplit::key).containsExactly("a.md");
    }

    private void ask(DocumentEnumerator enumerator, int reader) {
        context.register(reader);
        enumerator.handleSplitRequest(reader, "host");
    }

    private DocumentEnumerator start(FileSettings settings) {
        return start(settings, new Mirror(settings));
    }

    private DocumentEnumerator start(FileSettings settings, Mirror mirror) {
        DocumentEnumerator enumerator = new DocumentEnumerator(settings, context, mirror, () -> now);
        enumerator.start();
        return enumerator;
    }

    private FileSettings bounded() {
        return FileSettings.of(directory.toString());
    }

    private FileSettings watched() {
        return new FileSettings(directory.toString(), Duration.ofSeconds(30), List.of(), 1000);
    }

    private Path write(String name) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "text");
        return Files.setLastModifiedTime(file, FileTime.from(OLD, TimeUnit.MILLISECONDS));
    }
}

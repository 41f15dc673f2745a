package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.SourceRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DocumentReaderTest {
    @TempDir
    Path directory;

    private final FakeReaderContext context = new FakeReaderContext();
    private final FakeOutput output = new FakeOutput();
    private final DocumentReader reader =
            new DocumentReader(() -> new FileSplitReader(new DocumentFormat(1000)), context);

    @AfterEach
    void close() throws Exception {
        reader.close();
    }

    @Test
    void asksForASplitAndThenForTheNext() throws Exception {
        reader.start();
        assertThat(context.said).containsExactly(FakeReaderContext.REQUEST);
        reader.addSplits(List.of(split("a.md")));
        pollUntilSaid(2);

        assertThat(output.records).extracting(SourceRecord::key).containsExactly("a.md");
        assertThat(context.said).containsExactly(FakeReaderContext.REQUEST, FakeReaderContext.REQUEST);
        assertThat(reader.snapshotState(1)).isEmpty();
    }

    @Test
    void keepsAReturnedSplitUntilTheEnumeratorHasTakenIt() throws Exception {
        FileSplit split = split("a.md");
        Files.writeString(directory.resolve("a.md"), "longer text");
        reader.addSplits(List.of(split));
        pollUntilSaid(2);

        assertThat(output.records).isEmpty();
        assertThat(context.said).containsExactly(new SplitReturned(split), FakeReaderContext.REQUEST);
        assertThat(reader.snapshotState(1)).containsExactly(split);
        reader.handleSourceEvents(new ReturnTaken(split.splitId()));
        assertThat(reader.snapshotState(2)).isEmpty();
    }

    @Test
    void keepsASplitThatWasPassedOnButNotEnded() throws Exception {
        FileSplit split = split("a.md");
        reader.addSplits(List.of(split));
        while (output.records.isEmpty()) {
            reader.isAvailable().get(30, TimeUnit.SECONDS);
            reader.pollNext(output);
        }

        assertThat(reader.snapshotState(1)).containsExactly(split.at(LinePosition.AFTER_ONE_RECORD));
    }

    private void pollUntilSaid(int count) throws Exception {
        while (context.said.size() < count) {
            reader.isAvailable().get(30, TimeUnit.SECONDS);
            reader.pollNext(output);
        }
    }

    private FileSplit split(String name) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "text");
        org.apache.flink.core.fs.Path path = new org.apache.flink.core.fs.Path("file:" + file);
        return FileSplit.of(name, path, FileState.of(Listing.entry(path), 7000), 0);
    }
}

package io.millrace.connector.files;

import io.millrace.document.SourceRecord;
import io.millrace.failure.Reason;
import java.io.IOException;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.core.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/** Gives a file as one record. What is over the limit isn't read. */
final class WholeFileReader implements BulkFormat.Reader<SourceRecord> {
    private final SourceFile file;
    private final long maxBytes;
    private boolean done;

    WholeFileReader(SourceFile file, long maxBytes, boolean done) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.done = done;
    }

    @Override
    public BulkFormat.@Nullable RecordIterator<SourceRecord> readBatch() throws IOException {
        if (done) {
            return null;
        }
        done = true;
        RecordBatch batch = new RecordBatch();
        batch.add(new RecordAndPosition<>(read(), CheckpointedPosition.NO_OFFSET, 1));
        return batch;
    }

    private SourceRecord read() throws IOException {
        if (file.isUnlistable()) {
            return file.wholeProblem(file.unlistable());
        }
        if (file.size() > maxBytes) {
            return file.wholeProblem(tooLarge(Long.toString(file.size())));
        }
        try (FSDataInputStream stream = file.open()) {
            // One byte more than allowed tells a file that grew since it was listed.
            byte[] content = stream.readNBytes(Math.toIntExact(maxBytes) + 1);
            return content.length > maxBytes
                    ? file.wholeProblem(tooLarge("more than " + maxBytes))
                    : file.whole(content);
        } catch (IOException | RuntimeException e) {
            SourceFile.rethrowIfInterrupted(e);
            return file.wholeProblem(file.unreadable(e));
        }
    }

    private Reason tooLarge(String size) {
        return new Reason(
                "too-large",
                "File %s has %s bytes; files.max-size allows %d bytes".formatted(file.uri(), size, maxBytes));
    }

    @Override
    public void close() {
        // The stream is closed as soon as it is read.
    }
}

package io.millrace.connector.files;

import io.millrace.document.SourceRecord;
import io.millrace.failure.Reason;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/** Gives a file as one record, and so a deletion or a directory that couldn't be listed. What is over the limit isn't read. */
final class WholeFileReader implements FileReader {
    private final SourceFile file;
    private final long maxBytes;
    private boolean done;

    WholeFileReader(SourceFile file, long maxBytes, boolean done) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.done = done;
    }

    @Override
    public @Nullable List<FileRecord> readBatch() throws IOException {
        if (done) {
            return null;
        }
        done = true;
        return List.of(new FileRecord(record(), LinePosition.AFTER_ONE_RECORD));
    }

    private @Nullable SourceRecord record() throws IOException {
        return switch (file.type()) {
            case GONE -> file.deletion();
            case UNLISTABLE, DIRECTORY -> file.unlistable();
            case FILE, BROKEN -> read();
        };
    }

    private @Nullable SourceRecord read() throws IOException {
        if (file.size() > maxBytes) {
            return file.wholeProblem(tooLarge(Long.toString(file.size())));
        }
        try (FSDataInputStream stream = file.open()) {
            // One byte more than allowed tells a file that is larger than was listed.
            byte[] content = stream.readNBytes(Math.toIntExact(maxBytes) + 1);
            if (!file.isAsListed()) {
                return problem(file.changed());
            }
            return content.length > maxBytes
                    ? file.wholeProblem(tooLarge("more than " + maxBytes))
                    : file.whole(content);
        } catch (IOException | RuntimeException e) {
            return problem(file.failed(e));
        }
    }

    private @Nullable SourceRecord problem(@Nullable Reason reason) {
        return reason == null ? null : file.wholeProblem(reason);
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

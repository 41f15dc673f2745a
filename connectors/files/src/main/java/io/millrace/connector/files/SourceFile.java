package io.millrace.connector.files;

import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.document.SourceRecord.Format;
import io.millrace.failure.Reason;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;

/** A file that is being read, and the records that are made of it. */
final class SourceFile {
    /** A split's file size when it stands for a directory that couldn't be listed. */
    static final long UNLISTABLE = -1;

    private final FileSourceSplit split;
    private final Path path;
    private final String key;

    SourceFile(Path root, FileSourceSplit split) {
        this.split = split;
        this.path = VersionedPath.toFile(split.path());
        this.key = RelativePath.of(root, path);
    }

    boolean isJsonLines() {
        return JsonLines.isNameOf(path.getName());
    }

    boolean isUnlistable() {
        return split.fileSize() == UNLISTABLE;
    }

    /** In bytes, when it was listed. */
    long size() {
        return split.fileSize();
    }

    /** The file's URI. */
    String uri() {
        return path.toUri().toString();
    }

    FSDataInputStream open() throws IOException {
        return path.getFileSystem().open(path);
    }

    SourceRecord whole(byte[] content) {
        return new SourceRecord(origin(0), Format.FILE, key, null, new Bytes(content), null);
    }

    SourceRecord line(long number, byte[] content) {
        return new SourceRecord(origin(number), Format.JSON, null, null, new Bytes(content), null);
    }

    SourceRecord wholeProblem(Reason reason) {
        return new SourceRecord(origin(0), Format.FILE, key, null, null, reason);
    }

    SourceRecord lineProblem(long number, Reason reason) {
        return new SourceRecord(origin(number), Format.JSON, null, null, null, reason);
    }

    Reason unreadable(Exception failure) {
        return new Reason("unreadable-file", "File %s can't be read: %s".formatted(uri(), failure));
    }

    Reason unlistable() {
        return new Reason(
                "unreadable-file",
                "Directory %s can't be listed, so nothing in it was read; the job manager's log says why"
                        .formatted(uri()));
    }

    /**
     * Lets a failure that is the job's own end through: a cancelled read says nothing about the file.
     *
     * @throws IOException the failure itself, when the reading thread was interrupted
     */
    static void rethrowIfInterrupted(Exception failure) throws IOException {
        if (failure instanceof ClosedByInterruptException
                || Thread.currentThread().isInterrupted()) {
            throw new IOException("interrupted while reading", failure);
        }
    }

    private Origin origin(long record) {
        return Origin.ofFile(uri(), record, split.fileModificationTime(), split.fileModificationTime());
    }
}

package io.millrace.connector.files;

import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.document.SourceRecord.Format;
import io.millrace.failure.Reason;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import org.apache.flink.core.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/** A file that is being read, and the records that are made of it. */
final class SourceFile {
    private final FileSplit split;

    SourceFile(FileSplit split) {
        this.split = split;
    }

    boolean isJsonLines() {
        return JsonLines.isNameOf(split.path().getName());
    }

    FileEntry.Type type() {
        return split.state().type();
    }

    /** In bytes, when it was listed. */
    long size() {
        return split.state().size();
    }

    /** The file's URI. */
    String uri() {
        return split.path().toUri().toString();
    }

    FSDataInputStream open() throws IOException {
        return split.path().getFileSystem().open(split.path());
    }

    /**
     * Whether the file is still as the listing showed it. To be asked after reading: then what was read is that state,
     * and no mixture.
     */
    boolean isAsListed() throws IOException {
        try {
            return split.state().isLike(Listing.entry(split.path()));
        } catch (IOException e) {
            if (Listing.saysMissing(e)) {
                return type() == FileEntry.Type.BROKEN;
            }
            throw e;
        }
    }

    /** What is made of a file that isn't as it was listed: nothing, so that it is listed again, or a problem at last. */
    @Nullable
    Reason changed() {
        return !split.last()
                ? null
                : new Reason(
                        "changing-file",
                        "File %s changed whenever it was read: run again when nothing writes to it".formatted(uri()));
    }

    /**
     * What is made of a failure to read: nothing where the file changed and will be listed again, else a problem.
     *
     * @throws IOException when the thread was interrupted: that says nothing about the file
     */
    @Nullable
    Reason failed(Exception failure) throws IOException {
        if (failure instanceof ClosedByInterruptException
                || Thread.currentThread().isInterrupted()) {
            throw new IOException("interrupted while reading", failure);
        }
        return !split.last() && isSurelyChanged()
                ? null
                : new Reason("unreadable-file", "File %s can't be read: %s".formatted(uri(), failure));
    }

    private boolean isSurelyChanged() {
        try {
            return !isAsListed();
        } catch (IOException | RuntimeException e) {
            // The file can't be looked at either: what failed first says enough.
            return false;
        }
    }

    SourceRecord whole(byte[] content) {
        return new SourceRecord(origin(0), Format.FILE, split.key(), null, new Bytes(content), null);
    }

    SourceRecord line(long number, byte[] content) {
        return new SourceRecord(origin(number), Format.JSON, null, null, new Bytes(content), null);
    }

    /** A record without a value: what reads it takes that for a delete. */
    SourceRecord deletion() {
        return new SourceRecord(origin(0), Format.FILE, split.key(), null, null, null);
    }

    SourceRecord wholeProblem(Reason reason) {
        return new SourceRecord(origin(0), Format.FILE, split.key(), null, null, reason);
    }

    SourceRecord lineProblem(long number, Reason reason) {
        return new SourceRecord(origin(number), Format.JSON, null, null, null, reason);
    }

    /** Without a key, since a directory is no document. */
    SourceRecord unlistable() {
        Reason reason = new Reason(
                "unreadable-file",
                "Directory %s can't be listed, so nothing in it was read; the job manager's log says why"
                        .formatted(uri()));
        return new SourceRecord(origin(0), Format.FILE, null, null, null, reason);
    }

    private Origin origin(long record) {
        return Origin.ofFile(
                uri(), record, split.state().modified(), split.state().observed());
    }
}

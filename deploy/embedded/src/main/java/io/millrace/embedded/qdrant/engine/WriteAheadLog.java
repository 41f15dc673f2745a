package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The writes since the last commit of the index, in order, on disk before they are acknowledged. A record is its
 * length (4 bytes), a CRC-32C of the rest (4), its sequence number (8) and the operation. Files are named after the
 * first sequence number that they may hold; a new one is begun at each commit, and then the older ones are deleted.
 *
 * <p>Appends, {@link #roll} and {@link #deleteThrough} are for one thread at a time, the one that holds the
 * collection's write lock. {@link #sync} is for any thread; threads that wait at the same time share one disk flush.
 */
final class WriteAheadLog implements AutoCloseable {

    private static final int HEADER = 16;

    private final Path directory;
    private FileChannel channel;
    private long bytes;

    // Guarded by this.
    private long appended;
    private long synced;
    private boolean syncing;
    private @Nullable IOException failure;

    /**
     * Continues after the last record that {@link LogReplay} found, in a new file.
     *
     * @param last the last sequence number that was given out
     */
    WriteAheadLog(Path directory, long last) throws IOException {
        this.directory = directory;
        this.appended = last;
        this.synced = last;
        this.channel = open(last + 1);
    }

    private FileChannel open(long first) throws IOException {
        FileChannel opened = FileChannel.open(
                LogReplay.file(directory, first),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        AtomicFile.syncDirectory(directory);
        return opened;
    }

    /** Bytes in the current file. */
    long bytes() {
        return bytes;
    }

    /** Appends an operation. On failure nothing of it stays in the file. */
    void append(long sequence, byte[] operation) throws IOException {
        failIfBroken();
        ByteBuffer record = ByteBuffer.allocate(HEADER + operation.length);
        record.putInt(operation.length)
                .putInt(0)
                .putLong(sequence)
                .put(operation)
                .flip();
        record.putInt(Integer.BYTES, checksum(record));
        long start = bytes;
        try {
            while (record.hasRemaining()) {
                channel.write(record);
            }
        } catch (IOException e) {
            cutBack(start, e);
            throw e;
        }
        bytes += HEADER + operation.length;
        synchronized (this) {
            appended = sequence;
        }
    }

    private void cutBack(long start, IOException cause) {
        try {
            channel.truncate(start);
            channel.position(start);
        } catch (IOException e) {
            cause.addSuppressed(e);
            markBroken(cause);
        }
    }

    /** Over everything behind the checksum itself. */
    static int checksum(ByteBuffer record) {
        CRC32C checksum = new CRC32C();
        checksum.update(record.duplicate().position(2 * Integer.BYTES));
        return (int) checksum.getValue();
    }

    /** Returns once the record with a sequence number is on disk. */
    void sync(long sequence) throws IOException, InterruptedException {
        FileChannel current;
        long target;
        synchronized (this) {
            while (syncing && synced < sequence) {
                wait();
            }
            if (synced >= sequence) {
                return;
            }
            failIfBroken();
            syncing = true;
            current = channel;
            target = appended;
        }
        IOException failed = force(current);
        synchronized (this) {
            syncing = false;
            if (failed == null) {
                synced = Math.max(synced, target);
            } else {
                markBroken(failed);
            }
            notifyAll();
        }
        if (failed != null) {
            throw failed;
        }
    }

    private static @Nullable IOException force(FileChannel channel) {
        try {
            channel.force(false);
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    /** Begins a new file; everything before it is on disk. */
    void roll() throws IOException, InterruptedException {
        long last;
        synchronized (this) {
            last = appended;
        }
        sync(last);
        FileChannel next = open(last + 1);
        FileChannel previous;
        synchronized (this) {
            while (syncing) {
                wait();
            }
            previous = channel;
            channel = next;
            bytes = 0;
        }
        previous.close();
    }

    /** Deletes the files that hold nothing after a sequence number. */
    void deleteThrough(long sequence) throws IOException {
        List<Path> files = LogReplay.files(directory);
        for (int i = 0; i + 1 < files.size(); i++) {
            if (LogReplay.first(files.get(i + 1)) <= sequence + 1) {
                Files.delete(files.get(i));
            }
        }
    }

    private synchronized void markBroken(IOException cause) {
        failure = cause;
    }

    private synchronized void failIfBroken() throws IOException {
        if (failure != null) {
            throw new IOException("The write-ahead log can't be written since: " + failure.getMessage(), failure);
        }
    }

    /** Flushes what is there, unless an earlier flush failed, and closes the file. */
    @Override
    public void close() throws IOException {
        try (FileChannel closing = channel) {
            closing.force(true);
        }
    }
}

package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a data directory for one store. The operating system frees it when the process ends, however it ends. */
final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Makes the directory if it is not there and takes it, or fails saying what is wrong with it. */
    static DirectoryLock take(Path data) throws IOException {
        try {
            Files.createDirectories(data);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("The data directory %s is a file; name a directory".formatted(data), e);
        } catch (IOException e) {
            throw notWritable(data, e);
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(data.resolve("store.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw notWritable(data, e);
        }
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException(
                    "The data directory %s is in use by another store; stop that one or name another directory"
                            .formatted(data));
        }
        return new DirectoryLock(channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static IOException notWritable(Path data, IOException cause) {
        return new IOException(
                "The data directory %s can't be made or written: %s; name one that can"
                        .formatted(data, cause.getMessage()),
                cause);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

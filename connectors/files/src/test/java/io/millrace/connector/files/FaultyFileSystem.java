package io.millrace.connector.files;

import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import org.apache.flink.core.fs.BlockLocation;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/**
 * The local disk under another scheme, with faults by name: what holds {@code denied} can't be opened or listed, and a
 * file that holds {@code breaks} fails after its first {@value #BYTES_BEFORE_BREAK} bytes.
 */
final class FaultyFileSystem extends FileSystem {
    static final String SCHEME = "faulty";
    static final int BYTES_BEFORE_BREAK = 20;

    private final FileSystem disk = LocalFileSystem.getSharedInstance();

    @Override
    public FSDataInputStream open(Path path) throws IOException {
        refuseDenied(path);
        FSDataInputStream stream = disk.open(toDisk(path));
        return path.getName().contains("breaks") ? new BreakingStream(stream) : stream;
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        return open(path);
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        refuseDenied(path);
        FileStatus[] statuses = disk.listStatus(toDisk(path));
        for (int i = 0; i < statuses.length; i++) {
            statuses[i] = new Status(statuses[i]);
        }
        return statuses;
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        return new Status(disk.getFileStatus(toDisk(path)));
    }

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public boolean isDistributedFS() {
        return true;
    }

    @Override
    public Path getWorkingDirectory() {
        throw new UnsupportedOperationException("read-only");
    }

    @Override
    public Path getHomeDirectory() {
        throw new UnsupportedOperationException("read-only");
    }

    @Override
    public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length) {
        return new BlockLocation[0];
    }

    @Override
    public boolean delete(Path path, boolean recursive) {
        throw new UnsupportedOperationException("read-only");
    }

    @Override
    public boolean mkdirs(Path path) {
        throw new UnsupportedOperationException("read-only");
    }

    @Override
    public FSDataOutputStream create(Path path, WriteMode mode) {
        throw new UnsupportedOperationException("read-only");
    }

    @Override
    public boolean rename(Path from, Path to) {
        throw new UnsupportedOperationException("read-only");
    }

    private static void refuseDenied(Path path) throws IOException {
        if (path.getName().contains("denied")) {
            throw new AccessDeniedException(path.getName());
        }
    }

    private static Path toDisk(Path path) {
        return new Path("file", null, path.getPath());
    }

    private record Status(FileStatus onDisk) implements FileStatus {
        @Override
        public long getLen() {
            return onDisk.getLen();
        }

        @Override
        public long getBlockSize() {
            return onDisk.getBlockSize();
        }

        @Override
        public short getReplication() {
            return onDisk.getReplication();
        }

        @Override
        public long getModificationTime() {
            return onDisk.getModificationTime();
        }

        @Override
        public long getAccessTime() {
            return onDisk.getAccessTime();
        }

        @Override
        public boolean isDir() {
            return onDisk.isDir();
        }

        @Override
        public Path getPath() {
            return new Path(SCHEME, null, onDisk.getPath().getPath());
        }
    }

    private static final class BreakingStream extends FSDataInputStream {
        private final FSDataInputStream stream;

        private BreakingStream(FSDataInputStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            if (getPos() >= BYTES_BEFORE_BREAK) {
                throw new IOException("the disk is broken");
            }
            return stream.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (getPos() >= BYTES_BEFORE_BREAK) {
                throw new IOException("the disk is broken");
            }
            return stream.read(buffer, offset, (int) Math.min(length, BYTES_BEFORE_BREAK - getPos()));
        }

        @Override
        public void seek(long position) throws IOException {
            stream.seek(position);
        }

        @Override
        public long getPos() throws IOException {
            return stream.getPos();
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}

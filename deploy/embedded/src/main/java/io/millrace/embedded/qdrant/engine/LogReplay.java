package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a {@link WriteAheadLog} back. A record that a crash left half written ends its file and is cut off. */
final class LogReplay {

    /** Takes the records in order. */
    interface Reader {
        void record(long sequence, ByteBuffer operation) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(LogReplay.class);
    private static final String PREFIX = "writes-";
    private static final String SUFFIX = ".log";
    private static final int HEADER = 16;

    private LogReplay() {}

    /** The file that begins with a sequence number. */
    static Path file(Path directory, long first) {
        return directory.resolve(PREFIX + "%019d".formatted(first) + SUFFIX);
    }

    /** The sequence number that a file begins with. */
    static long first(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name, PREFIX.length(), name.length() - SUFFIX.length(), 10);
    }

    /** The log's files, oldest first. */
    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
                    })
                    .sorted()
                    .toList();
        }
    }

    /**
     * Hands over the records after a sequence number and returns the last sequence number that was found.
     *
     * @param committed the last sequence number that the index holds
     */
    static long replay(Path directory, long committed, Reader reader) throws IOException {
        long last = committed;
        for (Path file : files(directory)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                last = Math.max(last, replay(file, channel, committed, reader));
            }
        }
        return last;
    }

    private static long replay(Path file, FileChannel channel, long committed, Reader reader) throws IOException {
        long last = committed;
        long position = 0;
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        while (position < channel.size()) {
            ByteBuffer record = record(channel, position, header.clear());
            if (record == null) {
                LOG.warn(
                        "{} ends in a record that was not completely written: cut from {} to {} bytes",
                        file,
                        channel.size(),
                        position);
                channel.truncate(position);
                channel.force(true);
                break;
            }
            position += record.limit();
            long sequence = record.getLong(2 * Integer.BYTES);
            if (sequence > last) {
                reader.record(sequence, record.position(HEADER).slice());
                last = sequence;
            }
        }
        return last;
    }

    private static @Nullable ByteBuffer record(FileChannel channel, long position, ByteBuffer header)
            throws IOException {
        readFully(channel, header, position);
        if (header.hasRemaining()) {
            return null;
        }
        int length = header.getInt(0);
        if (length < 0 || length > channel.size() - position - HEADER) {
            return null;
        }
        ByteBuffer record = ByteBuffer.allocate(HEADER + length);
        readFully(channel, record, position);
        record.flip();
        boolean whole = record.limit() == HEADER + length
                && WriteAheadLog.checksum(record) == record.getInt(Integer.BYTES)
                && record.getLong(2 * Integer.BYTES) > 0;
        return whole ? record : null;
    }

    private static void readFully(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        long next = position;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, next);
            if (count < 0) {
                return;
            }
            next += count;
        }
    }
}

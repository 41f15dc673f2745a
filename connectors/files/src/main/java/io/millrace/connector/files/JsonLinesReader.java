package io.millrace.connector.files;

import io.millrace.document.SourceRecord;
import io.millrace.failure.Reason;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.core.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/** Gives each line of a file as a record, without ever holding more than a batch of them. Blank lines give none. */
final class JsonLinesReader implements BulkFormat.Reader<SourceRecord> {
    private static final int BATCH_RECORDS = 512;
    private static final long BATCH_BYTES = 1L << 20;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final SourceFile file;
    private final long maxBytes;
    private final LinePosition from;
    private @Nullable FSDataInputStream stream;
    private @Nullable LineSplitter lines;
    private boolean done;

    JsonLinesReader(SourceFile file, long maxBytes, LinePosition from) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.from = from;
    }

    @Override
    public BulkFormat.@Nullable RecordIterator<SourceRecord> readBatch() throws IOException {
        RecordBatch batch = new RecordBatch();
        LinePosition reached = from;
        try {
            LineSplitter splitter = done ? null : open();
            long bytes = 0;
            while (splitter != null && batch.size() < BATCH_RECORDS && bytes < BATCH_BYTES) {
                reached = splitter.position();
                LineSplitter.Line line = splitter.next();
                if (line == null) {
                    done = true;
                    break;
                }
                SourceRecord record = record(line);
                if (record != null) {
                    batch.add(at(record, line.after()));
                }
                bytes += line.length();
            }
        } catch (IOException | RuntimeException e) {
            SourceFile.rethrowIfInterrupted(e);
            done = true;
            // The position stays before the line, so that a restart tries the rest of the file again.
            batch.add(at(file.lineProblem(reached.nextLine(), file.unreadable(e)), reached));
        }
        return done && batch.size() == 0 ? null : batch;
    }

    private LineSplitter open() throws IOException {
        if (lines == null) {
            stream = file.open();
            if (from.nextByte() > 0) {
                stream.seek(from.nextByte());
            }
            lines = new LineSplitter(stream, from, maxBytes);
        }
        return lines;
    }

    private @Nullable SourceRecord record(LineSplitter.Line line) {
        byte[] content = line.content();
        if (content == null) {
            return file.lineProblem(line.number(), tooLarge(line));
        }
        byte[] json = line.number() == 0 ? withoutByteOrderMark(content) : content;
        return isBlank(json) ? null : file.line(line.number(), json);
    }

    private Reason tooLarge(LineSplitter.Line line) {
        return new Reason(
                "too-large",
                "Line %d (counted from 0) of file %s has %d bytes; files.max-size allows %d bytes"
                        .formatted(line.number(), file.uri(), line.length(), maxBytes));
    }

    private static RecordAndPosition<SourceRecord> at(SourceRecord record, LinePosition after) {
        return new RecordAndPosition<>(record, after.nextByte(), after.nextLine());
    }

    private static byte[] withoutByteOrderMark(byte[] line) {
        int length = BYTE_ORDER_MARK.length;
        boolean marked = line.length >= length && Arrays.equals(line, 0, length, BYTE_ORDER_MARK, 0, length);
        return marked ? Arrays.copyOfRange(line, length, line.length) : line;
    }

    private static boolean isBlank(byte[] line) {
        for (byte character : line) {
            if (character != ' ' && character != '\t' && character != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }
}

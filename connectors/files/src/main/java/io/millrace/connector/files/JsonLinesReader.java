package io.millrace.connector.files;

import io.millrace.document.SourceRecord;
import io.millrace.failure.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.core.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/** Gives each line of a file as a record, without ever holding more than a batch of them. Blank lines give none. */
final class JsonLinesReader implements FileReader {
    private static final int BATCH_RECORDS = 512;
    private static final long BATCH_BYTES = 1L << 20;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final SourceFile file;
    private final long maxBytes;
    private final LinePosition from;
    private @Nullable FSDataInputStream stream;
    private @Nullable LineSplitter lines;
    private LinePosition reached;
    private boolean done;

    JsonLinesReader(SourceFile file, long maxBytes, LinePosition from) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.from = from;
        this.reached = from;
    }

    @Override
    public @Nullable List<FileRecord> readBatch() throws IOException {
        if (done) {
            return null;
        }
        List<FileRecord> batch = new ArrayList<>();
        reached = lines == null ? from : lines.position();
        try {
            fill(batch);
            if (!file.isAsListed()) {
                // Lines may have been cut or mixed, so none of the batch is passed on.
                return end(List.of(), file.changed());
            }
        } catch (IOException | RuntimeException e) {
            Reason problem = file.failed(e);
            return end(problem == null ? List.of() : batch, problem);
        }
        return done && batch.isEmpty() ? null : batch;
    }

    private void fill(List<FileRecord> batch) throws IOException {
        LineSplitter splitter = open();
        long bytes = 0;
        while (batch.size() < BATCH_RECORDS && bytes < BATCH_BYTES) {
            reached = splitter.position();
            LineSplitter.Line line = splitter.next();
            if (line == null) {
                done = true;
                return;
            }
            SourceRecord record = record(line);
            if (record != null) {
                batch.add(new FileRecord(record, line.after()));
            }
            bytes += line.length();
        }
    }

    /** The batch and then the problem; its position stays before the line, so that a restart tries the rest again. */
    private List<FileRecord> end(List<FileRecord> batch, @Nullable Reason problem) {
        done = true;
        List<FileRecord> ended = new ArrayList<>(batch);
        ended.add(new FileRecord(problem == null ? null : file.lineProblem(reached.nextLine(), problem), reached));
        return ended;
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

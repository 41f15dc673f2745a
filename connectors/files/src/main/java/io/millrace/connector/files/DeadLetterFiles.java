package io.millrace.connector.files;

import io.millrace.document.Bytes;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** The finished files of a directory of dead letters, as {@link FileSinks#deadLetters} writes them. */
public final class DeadLetterFiles {
    private static final String SUFFIX = ".jsonl";

    private final Path directory;

    /** Those of a directory: a local path or a URI of any file system that Flink knows. */
    public DeadLetterFiles(String path) {
        this.directory = FileSettings.of(path).root();
    }

    /** Takes a line, with its 0-based number. */
    public interface Lines {
        void take(long number, Bytes line) throws Exception;
    }

    /** The files' names, in order; none when there is no directory. */
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        FileStatus[] statuses;
        try {
            statuses = files().listStatus(directory);
        } catch (FileNotFoundException | NoSuchFileException e) {
            return names;
        }
        for (FileStatus status : statuses == null ? new FileStatus[0] : statuses) {
            String name = status.getPath().getName();
            // A hidden one is still being written.
            if (!status.isDir() && name.endsWith(SUFFIX) && !name.startsWith(".")) {
                names.add(name);
            }
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }

    /** Reads a file from its start to its end; empty lines are passed over. */
    public void read(String name, Lines lines) throws Exception {
        try (InputStream stream = files().open(new Path(directory, name))) {
            LineSplitter splitter = new LineSplitter(stream, LinePosition.START, FileSettings.LARGEST_MAX_BYTES);
            for (LineSplitter.Line line = splitter.next(); line != null; line = splitter.next()) {
                if (line.content() != null && line.length() > 0) {
                    lines.take(line.number(), new Bytes(line.content()));
                }
            }
        }
    }

    /**
     * Removes lines of a file, and the file with its last line. At every moment the file is as it was, or as it will be:
     * the rest is written beside it, and takes its name.
     *
     * @param numbers 0-based
     */
    public void remove(String name, Set<Long> numbers) throws Exception {
        if (numbers.isEmpty()) {
            return;
        }
        Path file = new Path(directory, name);
        Path rest = new Path(directory, "." + name + ".rest");
        long[] kept = new long[1];
        try (OutputStream stream = files().create(rest, FileSystem.WriteMode.OVERWRITE)) {
            read(name, (number, line) -> {
                if (!numbers.contains(number)) {
                    stream.write(line.value());
                    stream.write('\n');
                    kept[0]++;
                }
            });
        }
        if (kept[0] == 0) {
            files().delete(file, false);
            files().delete(rest, false);
        } else if (!files().rename(rest, file)) {
            throw new IOException("%s can't be replaced by what is left of it, %s".formatted(file, rest));
        }
    }

    private FileSystem files() throws IOException {
        return directory.getFileSystem();
    }
}

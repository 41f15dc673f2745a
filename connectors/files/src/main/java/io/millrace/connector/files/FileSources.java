package io.millrace.connector.files;

import io.millrace.document.SourceRecord;
import io.millrace.failure.FatalException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.fs.Path;

/** Documents out of directories, single files and object stores, through Flink's own file systems. */
public final class FileSources {
    private FileSources() {}

    /**
     * A source of the files' records: bounded, or unbounded when {@link FileSettings#watch()} is set.
     *
     * <ul>
     *   <li>A {@code .jsonl} or {@code .ndjson} file gives a JSON record for each line that isn't blank. Its origin's
     *       offset is the 0-based line number. The file is streamed, and a restart goes on at the line that a checkpoint
     *       holds.
     *   <li>Any other file gives one record. Its key is the path relative to the root, with {@code /}; for a root that
     *       is a file, the file's name.
     *   <li>What can't be had is a record with a problem, never a failed job: {@code too-large} for a file or a line over
     *       {@link FileSettings#maxBytes()}, {@code unreadable-file} for all else.
     * </ul>
     *
     * Files come in no particular order. Hidden files and directories, whose names start with {@code .} or {@code _}, are
     * left out. While the path is watched, a file is read when it is new and whenever its modification time or size is
     * another one than before, as soon as it hasn't changed for a second; write large files elsewhere and move them in.
     * A file that goes away isn't noticed.
     */
    public static FileSource<SourceRecord> documents(FileSettings settings) {
        FileSource.FileSourceBuilder<SourceRecord> source = FileSource.forBulkFileFormat(
                        new DocumentFormat(settings), settings.root())
                .setFileEnumerator(() -> new DocumentEnumerator(settings, System::currentTimeMillis));
        if (settings.watch() != null) {
            source.monitorContinuously(settings.watch());
        }
        return source.build();
    }

    /**
     * Looks at what would be read, before a job is submitted. An empty directory is no error.
     *
     * @throws FatalException when the path doesn't exist or can't be listed from here
     */
    public static FileSummary check(FileSettings settings) {
        Path root = settings.root();
        try {
            FileScan.Found found = FileScan.of(root, settings.include());
            long bytes = found.files().stream().mapToLong(FileEntry::size).sum();
            return new FileSummary(found.files().size(), bytes, found.skipped());
        } catch (FileNotFoundException | NoSuchFileException e) {
            throw new FatalException(
                    "missing-path",
                    "files.path '%s' doesn't exist: there is no file or directory at %s"
                            .formatted(settings.path(), shown(root)),
                    e);
        } catch (IOException e) {
            throw new FatalException(
                    "unreadable-path",
                    "files.path '%s' can't be read at %s: %s".formatted(settings.path(), shown(root), e),
                    e);
        }
    }

    private static String shown(Path root) {
        return Listing.isLocal(root) ? root.getPath() : root.toString();
    }
}

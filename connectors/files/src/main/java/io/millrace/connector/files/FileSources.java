package io.millrace.connector.files;

import io.millrace.document.SourceRecord;
import io.millrace.failure.FatalException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.flink.api.connector.source.Source;
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
     *       {@link FileSettings#maxBytes()}, {@code changing-file} for one that never rests while a bounded run waits,
     *       {@code unreadable-file} for all else. It has the key that the file's record would have; a directory that
     *       can't be listed has none.
     *   <li>A file that is gone gives a record with its key and neither value nor problem: a delete. One that was renamed
     *       gives that and a record under its new name. What a bounded run finds gone is only what a run before it read
     *       whose savepoint it was started from.
     * </ul>
     *
     * Files come in no particular order. Hidden files and directories, whose names start with {@code .} or {@code _}, are
     * left out; a file that becomes hidden, or that {@link FileSettings#include()} leaves out after a restart, is gone.
     *
     * <p><b>Order.</b> Two states of a path may be read at the same time by different subtasks. The later one's
     * {@link io.millrace.document.Origin#observed()} is greater, over restarts from a checkpoint too, whatever the
     * modification times. A bounded run, or one that starts without a checkpoint, has the machine's clock alone.
     *
     * <p><b>Whole files only.</b> A file is read when its size and modification time were the same in two looks at least
     * {@value Settling#QUIET_SECONDS} seconds apart, or its modification time is more than
     * {@value Settling#LONG_AGO_SECONDS} seconds ago. When they aren't those that were listed after reading, nothing is
     * passed on and the file is looked at again; of a JSON lines file, the lines so far were passed on and all come
     * again. A bounded run gives up after a few times, with a problem; a watched file that never rests isn't read until
     * it does. What can't be told: a write that leaves size and modification time as they were; a writer that rests
     * half-way for longer (its file is read half, and again when it goes on); and whatever a file system tells late, as
     * some do of memory-mapped writes and of other machines' ones. Writing under a name with a {@code .} in front, or
     * elsewhere on the same volume, and then renaming is always whole.
     *
     * <p><b>What isn't seen isn't gone.</b> A delete is made only of a file whose directory was listed without it, or
     * whose directory is gone by the same rule. Nothing below a directory that can't be listed is deleted, nothing that
     * lay on a volume that isn't mounted any more (where the operating system tells), and nothing at all while the root
     * is missing or empty: a watching job warns and keeps looking; a bounded one fails when there is no root. So when
     * really all files are deleted, the deletes come when the first new file does.
     *
     * <p><b>JSON lines.</b> Which documents a file's lines held isn't kept. So lines that are gone, or the whole file,
     * give no deletes: their documents stay until a bounded run with {@code files.prune} removes them.
     *
     * <p>Checkpoints hold the path, size and times of each file that is there. A restart reads what wasn't read, and
     * tells of files that were changed or deleted meanwhile; the root may have been moved.
     */
    public static Source<SourceRecord, ?, ?> documents(FileSettings settings) {
        return new DocumentSource(settings);
    }

    /**
     * Looks at what would be read, before a job is submitted. An empty directory is no error.
     *
     * @throws FatalException when the path doesn't exist or can't be listed from here
     */
    public static FileSummary check(FileSettings settings) {
        Path root = settings.root();
        try {
            FoundFiles found = FileScan.of(root, settings.included());
            long bytes =
                    found.files().values().stream().mapToLong(FileEntry::size).sum();
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

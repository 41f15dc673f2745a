package io.millrace.connector.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;

/**
 * What a directory holds, in order of names.
 *
 * <p>Local directories are listed here and not by Flink, whose listing fails as a whole when one name holds a colon or
 * one link leads nowhere.
 */
final class Listing {
    private Listing() {}

    static List<FileEntry> of(Path directory) throws IOException {
        List<FileEntry> entries = isLocal(directory) ? local(directory) : remote(directory);
        entries.sort(Comparator.comparing(FileEntry::name));
        return entries;
    }

    /** A single file or directory, as the listing of its directory would show it. */
    static FileEntry entry(Path path) throws IOException {
        return isLocal(path)
                ? entry(path, Files.readAttributes(toLocal(path), BasicFileAttributes.class))
                : entry(path.getFileSystem().getFileStatus(path));
    }

    /**
     * A number for the mounted volume that a directory lies on: as long as it stays mounted, the same one. 0 where there
     * is none, which is everywhere but on a Unix machine's own file system.
     */
    static long volume(Path directory) throws IOException {
        if (!isLocal(directory)) {
            return 0;
        }
        try {
            return Files.getAttribute(toLocal(directory), "unix:dev") instanceof Number number ? number.longValue() : 0;
        } catch (UnsupportedOperationException e) {
            return 0;
        }
    }

    /** Whether a failure says that there is no such file or directory, and not that it can't be had. */
    static boolean saysMissing(Exception failure) {
        return failure instanceof FileNotFoundException || failure instanceof NoSuchFileException;
    }

    static boolean isLocal(Path path) {
        return "file".equals(path.toUri().getScheme());
    }

    static java.nio.file.Path toLocal(Path path) {
        return java.nio.file.Path.of(path.getPath());
    }

    private static List<FileEntry> remote(Path directory) throws IOException {
        FileStatus[] statuses = directory.getFileSystem().listStatus(directory);
        if (statuses == null) {
            throw new FileNotFoundException(directory + " doesn't exist");
        }
        List<FileEntry> entries = new ArrayList<>(statuses.length);
        for (FileStatus status : statuses) {
            entries.add(entry(status));
        }
        return entries;
    }

    private static FileEntry entry(FileStatus status) {
        return status.isDir()
                ? new FileEntry(status.getPath(), FileEntry.Type.DIRECTORY, 0, status.getModificationTime())
                : new FileEntry(status.getPath(), FileEntry.Type.FILE, status.getLen(), status.getModificationTime());
    }

    private static List<FileEntry> local(Path directory) throws IOException {
        List<FileEntry> entries = new ArrayList<>();
        try (DirectoryStream<java.nio.file.Path> children = Files.newDirectoryStream(toLocal(directory))) {
            for (java.nio.file.Path child : children) {
                Path path = new Path("file", null, child.toString());
                try {
                    BasicFileAttributes attributes = Files.readAttributes(child, BasicFileAttributes.class);
                    // Opening a pipe would wait for a writer that may never come.
                    if (!attributes.isOther()) {
                        entries.add(entry(path, attributes));
                    }
                } catch (IOException e) {
                    entries.add(new FileEntry(path, FileEntry.Type.BROKEN, 0, 0));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    private static FileEntry entry(Path path, BasicFileAttributes attributes) {
        long modified = attributes.lastModifiedTime().toMillis();
        return attributes.isDirectory()
                ? new FileEntry(path, FileEntry.Type.DIRECTORY, 0, modified)
                : new FileEntry(path, FileEntry.Type.FILE, attributes.size(), modified);
    }
}

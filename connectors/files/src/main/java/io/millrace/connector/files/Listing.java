package io.millrace.connector.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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

    static FileEntry entry(Path path) throws IOException {
        return entry(path.getFileSystem().getFileStatus(path));
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
                    // A link that leads nowhere, or a file that went meanwhile: reading it will say so.
                    entries.add(new FileEntry(path, FileEntry.Type.FILE, 0, 0));
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

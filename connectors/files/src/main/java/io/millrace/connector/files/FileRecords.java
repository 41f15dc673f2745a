package io.millrace.connector.files;

import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.document.SourceRecord.Format;
import io.millrace.failure.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/** Single records of files, by the place that their origin names; for reading again what once failed. */
public final class FileRecords {
    /** Bytes of UTF-8's byte order mark. */
    private static final int MARK_BYTES = 3;

    private FileRecords() {}

    /** Whether the file is one that the settings' source may read: the root itself, or something under it. */
    public static boolean isUnder(FileSettings settings, String uri) {
        Path root = settings.root();
        Path file = path(uri);
        String above = root.getPath().endsWith("/") ? root.getPath() : root.getPath() + "/";
        return Objects.equals(root.toUri().getScheme(), file.toUri().getScheme())
                && Objects.equals(root.toUri().getAuthority(), file.toUri().getAuthority())
                && (file.getPath().equals(root.getPath()) || file.getPath().startsWith(above));
    }

    /**
     * When the file was changed last, in milliseconds since the epoch; null when it is gone.
     *
     * @throws UncheckedIOException when the file system can't say
     */
    public static @Nullable Long modified(String uri) {
        Path file = path(uri);
        try {
            return file.getFileSystem().getFileStatus(file).getModificationTime();
        } catch (FileNotFoundException | NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("%s can't be looked at".formatted(uri), e);
        }
    }

    /**
     * The record as the source delivers it now: the file, or of a JSON lines file the line of that number.
     *
     * @param uri an origin's path
     * @param number an origin's offset
     * @param observed when it is read, in milliseconds since the epoch
     * @return a record with a problem, when it can't be had
     */
    public static SourceRecord read(FileSettings settings, String uri, long number, long observed) {
        Path file = path(uri);
        boolean lines = JsonLines.isNameOf(file.getName());
        String key = lines ? null : RelativePath.of(settings.root(), file);
        Format format = lines ? Format.JSON : Format.FILE;
        long modified = 0;
        try {
            modified = file.getFileSystem().getFileStatus(file).getModificationTime();
            Origin origin = Origin.ofFile(uri, number, modified, observed);
            try (InputStream stream = file.getFileSystem().open(file)) {
                Bytes value = lines ? line(stream, number, settings.maxBytes()) : whole(stream, settings.maxBytes());
                Reason problem = value == null ? missing(uri, number, settings.maxBytes()) : null;
                return new SourceRecord(origin, format, key, null, value, problem);
            }
        } catch (IOException e) {
            Reason reason = new Reason("unreadable-file", "File %s can't be read: %s".formatted(uri, e));
            return new SourceRecord(Origin.ofFile(uri, number, modified, observed), format, key, null, null, reason);
        }
    }

    private static Reason missing(String uri, long number, long maxBytes) {
        return new Reason(
                "too-large",
                "Record %d of file %s has more than the %d bytes that files.max-size allows, or isn't there any more"
                        .formatted(number, uri, maxBytes));
    }

    private static @Nullable Bytes whole(InputStream stream, long maxBytes) throws IOException {
        byte[] content = stream.readNBytes(Math.toIntExact(maxBytes) + 1);
        return content.length > maxBytes ? null : new Bytes(content);
    }

    private static @Nullable Bytes line(InputStream stream, long number, long maxBytes) throws IOException {
        LineSplitter splitter = new LineSplitter(stream, LinePosition.START, maxBytes);
        LineSplitter.Line line = splitter.next();
        while (line != null && line.number() < number) {
            line = splitter.next();
        }
        if (line == null || line.content() == null) {
            return null;
        }
        byte[] content = line.content();
        boolean marked = number == 0 && StandardCharsets.UTF_8.equals(ByteOrderMark.charsetOf(content));
        return new Bytes(marked ? Arrays.copyOfRange(content, MARK_BYTES, content.length) : content);
    }

    /** Not through Path's own parser, which would take the URI's escapes for names. */
    private static Path path(String uri) {
        return new Path(URI.create(uri));
    }
}

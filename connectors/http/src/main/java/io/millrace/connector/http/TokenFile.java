package io.millrace.connector.http;

import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A token that another process renews in a local file: it is read again when the file has changed. While the file can't be
 * read, or holds nothing, as when it is being written, the token before stands. Safe for use by many threads.
 */
final class TokenFile implements Supplier<String> {
    private final Path path;
    private final String key;
    private @Nullable Version read;
    private String token = "";

    /** @param key of the configuration, for messages */
    TokenFile(Path path, String key) {
        this.path = path;
        this.key = key;
    }

    /** What tells one state of the file from another. */
    private record Version(
            FileTime modified, long size, @Nullable Object file) {}

    @Override
    public synchronized String get() {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            Version version = new Version(now.lastModifiedTime(), now.size(), now.fileKey());
            if (!version.equals(read)) {
                take(Files.readString(path).strip());
                read = version;
            }
        } catch (IOException e) {
            if (token.isEmpty()) {
                throw new FatalException(
                        "token-file-unreadable",
                        "%s is '%s', which can't be read (%s)"
                                .formatted(key, path, e.getClass().getSimpleName()));
            }
        }
        if (token.isEmpty()) {
            throw new FatalException("token-file-empty", "%s is '%s', which holds no token".formatted(key, path));
        }
        return token;
    }

    private void take(String found) {
        if (!ApiKey.fits(found)) {
            throw new FatalException(
                    "token-file-invalid", "%s is '%s', which holds something else than one token".formatted(key, path));
        }
        if (!found.isEmpty()) {
            token = found;
        }
    }

    /** The path alone. */
    @Override
    public String toString() {
        return path.toString();
    }
}

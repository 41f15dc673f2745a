package io.millrace.connector.files;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which files are read; what {@code files} holds in the configuration.
 *
 * @param path a directory, a single file or an object-store prefix: a URI of any file system that Flink knows, or a
 *     local path, which is taken from the working directory
 * @param watch how often to look for new, changed and deleted files, for ever; null to read what is there and end
 * @param include globs, of any case: one without a slash is for file names, one with a slash for paths relative to
 *     {@code path}; empty for every file whose name doesn't speak of an unsupported type
 * @param maxBytes of one file, or of one line of a JSON lines file
 * @param pictures whether pictures are a supported type
 */
public record FileSettings(String path, @Nullable Duration watch, List<String> include, long maxBytes, boolean pictures)
        implements Serializable {
    public static final long DEFAULT_MAX_BYTES = 64L << 20;

    /** A file becomes one byte array and its text one string; beyond this neither is sure to fit. */
    public static final long LARGEST_MAX_BYTES = 1L << 30;

    // Two characters at least: one is a Windows drive.
    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);

    public FileSettings {
        if (path.isBlank()) {
            throw new IllegalArgumentException("files.path must name a directory, a file or a prefix, got ''");
        }
        if (watch != null && watch.toMillis() < 1) {
            throw new IllegalArgumentException("files.watch must be at least 1 ms, got " + watch);
        }
        if (maxBytes < 1 || maxBytes > LARGEST_MAX_BYTES) {
            throw new IllegalArgumentException(
                    "files.max-size must be from 1 to %d bytes, got %d bytes".formatted(LARGEST_MAX_BYTES, maxBytes));
        }
        include = List.copyOf(include);
        new IncludedFiles(include, pictures);
        rootOf(path);
    }

    /** Files, of which pictures aren't among the supported types. */
    public FileSettings(String path, @Nullable Duration watch, List<String> include, long maxBytes) {
        this(path, watch, include, maxBytes, false);
    }

    /** Every supported file of the path, once, at the default size limit. */
    public static FileSettings of(String path) {
        return new FileSettings(path, null, List.of(), DEFAULT_MAX_BYTES);
    }

    /** Names where the files are, on every machine alike: the path as an absolute URI. */
    public String uri() {
        return root().toString();
    }

    /** Decides which files are read. */
    IncludedFiles included() {
        return new IncludedFiles(include, pictures);
    }

    /** The path as a URI: absolute, so that every machine of a cluster reads the same one. */
    Path root() {
        return rootOf(path);
    }

    private static Path rootOf(String path) {
        try {
            if (SCHEME.matcher(path).matches()) {
                return new Path(path);
            }
            // Not through Path's own parser, which would read "notes: 1" as a scheme.
            return new Path(
                    "file",
                    null,
                    java.nio.file.Path.of(path).toAbsolutePath().normalize().toString());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "files.path must be a local path or an absolute URI, got '%s': %s".formatted(path, e.getMessage()),
                    e);
        }
    }
}

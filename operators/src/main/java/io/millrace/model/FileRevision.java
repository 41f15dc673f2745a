package io.millrace.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The revision of a model that is made of files: what they hold, so that two models that lay under one path at different
 * times, or on different machines, don't mix. Files whose sizes and times of change stay are read once. Safe for use by
 * many threads.
 */
public final class FileRevision {
    /** Digits of a revision. */
    public static final int DIGITS = 12;

    private static final int BUFFER = 1 << 20;
    /**
     * By files and settings. Texts, not records: to compare records, Java 17 keeps the class that was compared last, and the
     * class loader of its job with it (JDK-8078641).
     */
    private static final Map<String, Known> KNOWN = new HashMap<>();

    private FileRevision() {}

    /**
     * The first twelve hexadecimal digits of the SHA-256 of the files' bytes, one file after the other, and the
     * settings' UTF-8.
     *
     * @param files of whose content vectors are made
     * @param settings all else that changes vectors
     * @throws IOException when one can't be read
     */
    public static String of(List<Path> files, String settings) throws IOException {
        String model = files + " " + settings;
        // One at a time: the subtasks of a process ask for the same at once, and only the first should read.
        synchronized (KNOWN) {
            String stamps = stamps(files);
            Known known = KNOWN.get(model);
            if (known == null || !known.stamps.equals(stamps)) {
                known = new Known(stamps, digest(files, settings));
                KNOWN.put(model, known);
            }
            return known.revision;
        }
    }

    private static String stamps(List<Path> files) throws IOException {
        StringBuilder stamps = new StringBuilder();
        for (Path file : files) {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            stamps.append(attributes.size())
                    .append(' ')
                    .append(attributes.lastModifiedTime())
                    .append('\n');
        }
        return stamps.toString();
    }

    private static String digest(List<Path> files, String settings) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        for (Path file : files) {
            try (InputStream content = Files.newInputStream(file)) {
                for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                    digest.update(buffer, 0, read);
                }
            }
        }
        digest.update(settings.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private record Known(String stamps, String revision) {}
}

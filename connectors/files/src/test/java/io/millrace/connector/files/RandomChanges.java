package io.millrace.connector.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Changes files of a directory at random, and the same way for the same seed. */
final class RandomChanges {
    private static final long LONGEST_AGO = Duration.ofDays(300).toMillis();

    private final Path root;
    private final Path elsewhere;
    private final Random random;
    private final List<String> names = new ArrayList<>();
    private int written;

    RandomChanges(Path root, Path elsewhere, long seed) {
        this.root = root;
        this.elsewhere = elsewhere;
        this.random = new Random(seed);
    }

    void createFiles(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            create();
        }
    }

    void round(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(100);
            if (names.isEmpty() || kind < 20) {
                create();
            } else if (kind < 45) {
                write(root.resolve(any()));
            } else if (kind < 55) {
                moveIn(any(), false);
            } else if (kind < 65) {
                moveIn(any(), true);
            } else if (kind < 75) {
                renameTo(newName());
            } else if (kind < 80) {
                renameTo(any());
            } else {
                Files.delete(root.resolve(names.remove(random.nextInt(names.size()))));
            }
        }
    }

    /** For the job to read between rounds, and to be caught in the middle. */
    void pause(Duration longest) {
        LockSupport.parkNanos((long) (random.nextDouble() * longest.toNanos()));
    }

    private void create() throws IOException {
        String name = newName();
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        write(file);
        names.add(name);
    }

    /** Another file takes the path's place; an old one has a modification time before that of the one it replaces. */
    private void moveIn(String name, boolean old) throws IOException {
        Path other = write(elsewhere.resolve("other"));
        if (old) {
            long modified = System.currentTimeMillis() - Duration.ofDays(1).toMillis() - random.nextLong(LONGEST_AGO);
            Files.setLastModifiedTime(other, FileTime.from(modified, TimeUnit.MILLISECONDS));
        }
        Files.move(other, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void renameTo(String target) throws IOException {
        String from = names.remove(random.nextInt(names.size()));
        Path file = root.resolve(target);
        Files.createDirectories(file.getParent());
        Files.move(root.resolve(from), file, StandardCopyOption.ATOMIC_MOVE);
        if (!names.contains(target)) {
            names.add(target);
        }
    }

    /** No two contents have one size: of the same size and time, a change couldn't be told. */
    private Path write(Path file) throws IOException {
        return Files.writeString(file, "x".repeat(++written));
    }

    private String any() {
        return names.get(random.nextInt(names.size()));
    }

    private String newName() {
        return "directory-%d/deeper-%d/file-%d.md"
                .formatted(random.nextInt(20), random.nextInt(5), random.nextInt(1 << 30));
    }
}

package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.e2e.Index.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The index equals the directory that it mirrors, whatever is made, edited, renamed and deleted in it while the job runs
 * and is killed. {@code -Dmillrace.rounds=100} makes more of it.
 */
@ExtendWith(EndToEnd.class)
class MirrorITCase {
    private static final int FILES = 1_000;
    private static final int CHANGES_IN_A_ROUND = 30;
    private static final int ROUNDS = Integer.getInteger("millrace.rounds", 20);
    private static final long SEED = Long.getLong("millrace.seed", 20_261_122L);

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private int made;
    private long clock;

    @Test
    void holdsWhatACleanRunOverTheDirectoryHolds(Servers servers) throws IOException {
        Path root = Files.createDirectories(folder.resolve("docs"));
        for (int file = 0; file < FILES; file++) {
            make(root);
        }
        try (Flow mirror = files(new Flow(servers), root).set("files.watch", "300ms");
                Flow clean = files(new Flow(servers), root)) {
            RunningJob job = mirror.ingest();
            for (int round = 0; round < ROUNDS; round++) {
                change(root);
                if (round == ROUNDS / 3 || round == 2 * ROUNDS / 3) {
                    servers.flink().failover();
                }
                job.awaitCheckpoints(job.checkpoints() + 1);
            }

            clean.ingest().result();
            Map<String, Point> expected = clean.index().points();
            assertThat(expected.size()).isGreaterThan(FILES / 2);
            assertThat(documents(expected)).isEqualTo(onDisk(root));
            assertThat(Await.until(() -> Index.differences(mirror.index().points(), expected), Set::isEmpty))
                    .isEmpty();
            assertThat(job.restarts()).isPositive();
        }
    }

    private static Flow files(Flow flow, Path root) {
        return flow.set("documents.source", "files").set("files.path", root.toString());
    }

    private void change(Path root) throws IOException {
        for (int change = 0; change < CHANGES_IN_A_ROUND; change++) {
            Path any = any(root);
            switch (random.nextInt(5)) {
                case 0 -> make(root);
                case 1 -> Files.deleteIfExists(any);
                // Over another file, perhaps a newer one: the time of what is there then goes back.
                case 2 -> {
                    if (Files.exists(any)) {
                        Files.move(any, any(root), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
                default -> write(any);
            }
        }
    }

    private void make(Path root) throws IOException {
        Path file = path(root, made++);
        Files.createDirectories(file.getParent());
        write(file);
    }

    /** Each at a time of its own: of one size and time, two states of a file can't be told apart. */
    private void write(Path file) throws IOException {
        Files.writeString(file, text());
        clock = Math.max(clock + 1, System.currentTimeMillis());
        // A time of a whole second may be all that an object store tells, so it is like any other of that second.
        clock += clock % 1000 == 0 ? 1 : 0;
        Files.setLastModifiedTime(file, FileTime.fromMillis(clock));
    }

    private Path any(Path root) {
        return path(root, random.nextInt(made));
    }

    private static Path path(Path root, int number) {
        return root.resolve("part-%d/file-%d.md".formatted(number % 10, number));
    }

    private String text() {
        return "Note %d tells of the sluice and of weir %d.".formatted(random.nextInt(100_000), random.nextInt(50));
    }

    private static Map<String, String> documents(Map<String, Point> points) {
        Map<String, String> texts = new TreeMap<>();
        points.values().forEach(point -> texts.put(point.text("documentId"), point.text("text")));
        return texts;
    }

    private static Map<String, String> onDisk(Path root) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }
}

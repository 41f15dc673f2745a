package io.millrace.connector.files.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.connector.files.ParseLimits;
import io.millrace.document.Bytes;
import io.millrace.document.ContentParser.Parsed;
import io.millrace.failure.RejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A thousand damaged documents, of which each is made by a seed: that number, and only that, decides the file and what
 * becomes of its bytes. {@code -Dmillrace.seed=N} parses one.
 */
@Timeout(600)
class MutationsITCase {
    private static final Path SOUND =
            Path.of(System.getProperty("millrace.data", "../../../shared/data")).resolve("formats/sound");
    private static final int DOCUMENTS = 1000;

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private long slowest;

    @Test
    void parsesOrClassifiesEveryDamagedDocument() throws IOException {
        assumeTrue(Files.isDirectory(SOUND), () -> SOUND + " is absent; say where it is with -Dmillrace.data");
        Integer only = Integer.getInteger("millrace.seed");
        ParseLimits limits = new ParseLimits(10_000_000, 3, Duration.ofSeconds(30), 256L << 20);

        try (WorkerContentParser parser = new WorkerContentParser(limits)) {
            for (int seed = only == null ? 0 : only; seed < (only == null ? DOCUMENTS : only + 1); seed++) {
                parse(parser, seed);
            }

            assertThat(parser.parse(Workers.PAGE, null, "a.html").text()).isEqualTo("A page");
            System.out.printf(
                    "damaged documents, seeds 0 to %d: %s; slowest %d ms; processes started: %d; peak memory: %d MiB here,"
                            + " %d MiB in the last process%n",
                    DOCUMENTS - 1,
                    outcomes,
                    slowest,
                    parser.started(),
                    Workers.peakMemory(ProcessHandle.current()),
                    Workers.peakMemory(Objects.requireNonNull(parser.process())));
        }
    }

    private void parse(WorkerContentParser parser, int seed) throws IOException {
        List<Path> files = soundFiles();
        Path file = files.get(seed % files.size());
        byte[] damaged = damage(Files.readAllBytes(file), new Random(seed));
        long start = System.nanoTime();
        String outcome = outcome(parser, damaged, file.getFileName().toString());
        slowest = Math.max(slowest, Duration.ofNanos(System.nanoTime() - start).toMillis());
        outcomes.merge(outcome, 1, Integer::sum);
        if (outcome.equals("parse-timeout") || outcome.equals("out-of-memory") || outcome.equals("parser-crashed")) {
            System.out.printf("seed %d, %s: %s%n", seed, file.getFileName(), outcome);
        }
    }

    /** Any other exception than a rejection fails the test, and its stack trace has the seed's file. */
    private static String outcome(WorkerContentParser parser, byte[] content, String name) {
        try {
            Parsed parsed = parser.parse(new Bytes(content), null, name);
            assertThat(parsed.pageStarts())
                    .isSorted()
                    .allSatisfy(start ->
                            assertThat(start).isBetween(0, parsed.text().length()));
            return "read";
        } catch (RejectedException e) {
            return e.code();
        }
    }

    /** Some bytes changed, and sometimes a piece cut out, doubled or the end cut off. */
    private static byte[] damage(byte[] sound, Random random) {
        byte[] damaged = sound.clone();
        int changes = 1 + random.nextInt(1 + Math.min(200, sound.length / 20));
        for (int i = 0; i < changes; i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        int from = random.nextInt(damaged.length);
        int to = from + random.nextInt(damaged.length - from);
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(damaged, from);
            case 1 -> joined(Arrays.copyOf(damaged, from), Arrays.copyOfRange(damaged, to, damaged.length));
            case 2 -> joined(Arrays.copyOf(damaged, to), Arrays.copyOfRange(damaged, from, damaged.length));
            default -> damaged;
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static List<Path> soundFiles() throws IOException {
        try (Stream<Path> files = Files.list(SOUND)) {
            return files.sorted().toList();
        }
    }
}

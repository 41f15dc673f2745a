package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetterJson;
import io.millrace.failure.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class FileSinksITCase {
    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    private static final List<DeadLetter> LETTERS = List.of(
            letter("a.md", Bytes.utf8("line one\nline \"two\"")),
            letter("b.pdf", new Bytes(new byte[] {(byte) 0xFF, 0, 1})),
            letter("c.pdf", null));

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"STREAMING, true", "STREAMING, false", "BATCH, false"})
    void writesALineForEachLetterIntoFinishedFiles(RuntimeExecutionMode mode, boolean checkpoints) throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setRuntimeMode(mode);
        environment.setParallelism(2);
        if (checkpoints) {
            environment.enableCheckpointing(50);
        }
        environment
                .fromData(TypeInformation.of(DeadLetter.class), LETTERS.toArray(new DeadLetter[0]))
                .rebalance()
                .sinkTo(FileSinks.deadLetters(directory.resolve("dead").toString()));

        environment.execute();

        List<Path> files = filesIn(directory.resolve("dead"));
        assertThat(files)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file.getFileName().toString()).matches("dead-letters-.*\\.jsonl"));
        assertThat(linesOf(files))
                .containsExactlyInAnyOrderElementsOf(LETTERS.stream()
                        .map(letter -> new String(DeadLetterJson.encode(letter), StandardCharsets.UTF_8))
                        .toList());
    }

    private static DeadLetter letter(String path, @Nullable Bytes record) {
        return new DeadLetter(
                "parse",
                new Reason("damaged-document", "it is damaged"),
                1,
                Origin.ofFile("file:/docs/" + path, 0, 1, 1),
                path,
                Instant.parse("2026-11-01T00:00:00Z"),
                record);
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static List<String> linesOf(List<Path> files) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }
}

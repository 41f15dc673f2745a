package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import io.millrace.job.e2e.Index.Point;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One document of 50 MB, within the heap that all of these suites run in. */
@ExtendWith(EndToEnd.class)
class LargeTextITCase {
    private static final int LENGTH = 50_000_000;

    @TempDir
    Path folder;

    @Test
    void indexesEveryChunkOfFiftyMegabytesOfText(Flow flow) throws IOException {
        Path file = write(folder.resolve("large.txt"));
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults().withoutKeptRequests())) {
            flow.set("embedding.base-url", stub.baseUrl().toString())
                    .set("embedding.dimension", "16")
                    .set("documents.source", "files")
                    .set("files.path", folder.toString())
                    .set("chunking.max-tokens", "150");

            Map<String, Long> counts = flow.ingest().result();

            List<Point> chunks = flow.index().of("large.txt");
            assertThat(chunks).hasSizeGreaterThan(100_000).hasSize(Math.toIntExact(counts.getOrDefault("added", 0L)));
            String text = Files.readString(file);
            int covered = 0;
            for (int ordinal = 0; ordinal < chunks.size(); ordinal++) {
                Point chunk = chunks.get(ordinal);
                int start = chunk.payload().path("start").asInt();
                int end = chunk.payload().path("end").asInt();
                assertThat(chunk.payload().path("ordinal").asInt()).isEqualTo(ordinal);
                assertThat(text.substring(covered, start)).isBlank();
                assertThat(chunk.text("text")).isEqualTo(text.substring(start, end));
                covered = end;
            }
            assertThat(text.substring(covered)).isBlank();
            assertThat(flow.deadLetters().values()).isEmpty();
        }
    }

    private static Path write(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            int length = 0;
            for (int sentence = 0; length < LENGTH; sentence++) {
                String line = "Sentence %d of this long text tells how barley is ground between two stones.%s"
                        .formatted(sentence, sentence % 9 == 8 ? "\n\n" : " ");
                out.write(line);
                length += line.length();
            }
        }
        return file;
    }
}

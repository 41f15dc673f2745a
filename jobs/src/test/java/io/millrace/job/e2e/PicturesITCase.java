package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.job.e2e.Index.Point;
import io.millrace.job.e2e.PlayedChat.Act;
import io.millrace.job.e2e.PlayedChat.Heard;
import io.millrace.usage.SpendCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pictures are described by a chat model when they are new, and found by what it says. */
@ExtendWith(EndToEnd.class)
class PicturesITCase {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0};
    private static final String WHEEL = "A water wheel, painted red, at a weir.";

    @TempDir
    Path folder;

    @Test
    void aPictureIsDescribedOnceAndAnswersQuestions(Flow flow) {
        try (PlayedChat chat = new PlayedChat(PicturesITCase::look)) {
            chat.answersFor(flow);
            // Equal pictures are one to each subtask.
            flow.set("parsing.pictures", "describe")
                    .set("documents.bounded", "true")
                    .set("job.parallelism", "1")
                    .prepare();
            send(flow, "wheel", picture(1));
            send(flow, "same", picture(1));
            send(flow, "blank", picture(0));
            flow.documents().send("words", "{\"text\": \"The miller keeps geese.\"}");

            Map<String, Long> counts = flow.ingest().result();

            assertThat(counts)
                    .containsEntry("documents", 3L)
                    .containsEntry("unparsed", 1L)
                    .containsEntry(SpendCounts.name("openai/gpt-4o-mini", null, "requests"), 2L);
            assertThat(chat.heard())
                    .hasSize(2)
                    .allSatisfy(heard -> assertThat(heard.images())
                            .singleElement()
                            .satisfies(image -> assertThat(image).startsWith("data:image/png;base64,")));
            assertThat(flow.index().of("wheel")).singleElement().satisfies(point -> {
                assertThat(point.text("text")).isEqualTo(WHEEL);
                assertThat(point.text("contentType")).isEqualTo("image/png");
            });
            assertThat(flow.index().of("same").get(0).text("text")).isEqualTo(WHEEL);
            JsonNode letter = flow.deadLetters().await(1).get(0);
            assertThat(letter.toString())
                    .contains("picture-without-description")
                    .doesNotContain("image/png;base64");

            again(flow, chat);
        }
    }

    /** A second run reads all of it from the start, and asks about nothing that the index has. */
    private static void again(Flow flow, PlayedChat chat) {
        flow.set("kafka.group-id", flow.name() + "-again");
        send(flow, "weir", picture(2));

        Map<String, Long> counts = flow.ingest().result();

        assertThat(counts).containsEntry("unchanged", 3L).containsEntry("documents", 1L);
        // The new one, and the one that nothing was said of.
        assertThat(chat.heard()).hasSize(4);
        try (RunningJob job = flow.query()) {
            JsonNode answer = flow.request("\"type\": \"ask\", \"question\": \"What is painted red at a weir?\"")
                    .json();
            assertThat(answer.path("citations").path(0).path("documentId").asText())
                    .as("%s", answer)
                    .isIn("wheel", "same");
            assertThat(job.restarts()).isZero();
        }
    }

    @Test
    void filesOfPicturesAreReadOnlyWhereTheyAreDescribed(Flow flow) throws IOException {
        Files.write(folder.resolve("wheel.png"), picture(1));
        Files.writeString(folder.resolve("geese.md"), "The miller keeps geese.");
        flow.set("documents.source", "files")
                .set("files.path", folder.toString())
                .set("documents.bounded", "true");
        assertThat(flow.ingest().result()).containsEntry("records", 1L).containsEntry("documents", 1L);

        try (PlayedChat chat = new PlayedChat(PicturesITCase::look)) {
            chat.answersFor(flow);
            flow.set("parsing.pictures", "describe");
            assertThat(flow.ingest().result()).containsEntry("records", 2L);

            List<Point> wheel = flow.index().of("wheel.png");
            assertThat(wheel)
                    .singleElement()
                    .satisfies(point -> assertThat(point.text("text")).isEqualTo(WHEEL));
        }
    }

    /** Says what it sees; nothing of the picture that ends with 0. */
    private static Act look(Heard heard) {
        if (heard.images().isEmpty()) {
            return PlayedChat.says("The wheel is [1].");
        }
        String image = heard.images().get(0);
        byte[] bytes = Base64.getDecoder().decode(image.substring(image.indexOf(',') + 1));
        return PlayedChat.says(
                switch (bytes[bytes.length - 1]) {
                    case 0 -> "";
                    case 1 -> WHEEL;
                    default -> "A weir.";
                });
    }

    private static byte[] picture(int last) {
        byte[] bytes = Arrays.copyOf(PNG, PNG.length + 1);
        bytes[PNG.length] = (byte) last;
        return bytes;
    }

    private static void send(Flow flow, String id, byte[] picture) {
        flow.documents()
                .send(
                        id,
                        "{\"contentType\": \"image/png\", \"content\": \"%s\"}"
                                .formatted(Base64.getEncoder().encodeToString(picture)));
    }
}

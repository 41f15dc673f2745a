package io.millrace.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RecommendCommandTest {
    @Test
    void carriesExamplesIntoTheRequest() {
        ObjectNode request = command(
                        "--document=d1",
                        "--text=cats",
                        "--chunk=c1",
                        "--not-document=d2",
                        "--not-text=dogs",
                        "--not-chunk=c2",
                        "--strategy=Best_Score",
                        "--top-k=2")
                .request();

        request.remove("id");
        assertThat(request)
                .hasToString("{\"type\":\"recommend\","
                        + "\"positive\":[{\"documentId\":\"d1\"},{\"chunkId\":\"c1\"},{\"text\":\"cats\"}],"
                        + "\"negative\":[{\"documentId\":\"d2\"},{\"chunkId\":\"c2\"},{\"text\":\"dogs\"}],"
                        + "\"strategy\":\"best_score\",\"topK\":2}");
    }

    @Test
    void takesExamplesOfOneKindAlone() {
        ObjectNode request = command("--not-text=dogs").request();

        assertThat(request.has("positive")).isFalse();
        assertThat(request.get("negative")).hasToString("[{\"text\":\"dogs\"}]");
    }

    @Test
    void refusesToRecommendWithoutAnExample() {
        assertThatThrownBy(() -> command("--top-k=2").request())
                .isInstanceOf(UsageException.class)
                .hasMessage("There must be an example: --document, --chunk or --text, or one to be unlike:"
                        + " --not-document, --not-chunk or --not-text");
    }

    @Test
    void refusesAnUnknownStrategy() {
        assertThatThrownBy(() -> command("--document=d1", "--strategy=best").request())
                .isInstanceOf(UsageException.class)
                .hasMessage("--strategy must be one of average_vector, best_score, sum_scores, got best");
    }

    private static RecommendCommand command(String... arguments) {
        return CommandLine.populateCommand(new RecommendCommand(), arguments);
    }
}

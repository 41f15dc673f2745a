package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.http.stub.StubReply;
import io.millrace.connector.http.stub.StubTeiEmbed;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeiEmbeddingModelTest extends HttpEmbeddingContract {
    TeiEmbeddingModelTest() {
        super(new StubTeiEmbed(true), new TeiEmbeddingProvider(), "BAAI/bge-small-en-v1.5");
    }

    @Override
    protected String reply(List<String> vectors) {
        return vectors.toString();
    }

    @Override
    protected int shorter() {
        return 128;
    }

    /** The server has one model, and asks for no name. */
    @Override
    @Test
    public void stopsWhereTheServerKnowsNoSuchModel() {
        try (EmbeddingModel model =
                provider().open(settings().model("another").dimension(512).settings())) {
            assertThat(Failures.of(model.embed(List.of("wheel"), EmbeddingMode.QUERY)))
                    .hasMessageContaining("`dimensions` should be from 1 to 384");
        }
    }

    @Test
    void asksForUnitLengthAndThatNothingIsCut() {
        assertThat(sent(settings(), EmbeddingMode.DOCUMENT, "a wheel", "a mill").toString())
                .isEqualTo("{\"inputs\":[\"a wheel\",\"a mill\"],\"normalize\":true,\"truncate\":false}");
    }

    @Test
    void namesThePromptOfEachSide() {
        TestSettings prompted =
                settings().option("query-prompt-name", "query").option("document-prompt-name", "passage");

        assertThat(sent(prompted, EmbeddingMode.DOCUMENT, "wheel")
                        .path("prompt_name")
                        .asText())
                .isEqualTo("passage");
        assertThat(sent(prompted, EmbeddingMode.QUERY, "wheel")
                        .path("prompt_name")
                        .asText())
                .isEqualTo("query");
        assertThat(provider().space(prompted.settings()).revision()).isEqualTo("prompts passage and query");
        assertThat(revision("query-prompt-name", "query")).isEqualTo("prompts none and query");
    }

    @Test
    void stopsWhereTheModelHasNoSuchPrompt() {
        try (EmbeddingModel model = provider()
                .open(settings().option("query-prompt-name", "question").settings())) {
            ClassifiedException failure = Failures.of(model.embed(List.of("wheel"), EmbeddingMode.QUERY));

            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure).hasMessageContaining("prompt name `question` not found");
        }
    }

    @Test
    void countsTheTokensThatTheServerComputed() {
        assertThat(embed(List.of("a wheel", "a mill by night"), EmbeddingMode.DOCUMENT)
                        .usage()
                        .inputTokens())
                .isEqualTo(6);
    }

    @Test
    void needsNoKeyWhereTheServerWantsNone() {
        try (StubTeiEmbed open = new StubTeiEmbed();
                EmbeddingModel model = provider()
                        .open(TestSettings.of("embedding", "tei", open.baseUrl())
                                .model("BAAI/bge-small-en-v1.5")
                                .settings())) {
            assertThat(model.embed(List.of("wheel"), EmbeddingMode.QUERY).join().vectors())
                    .hasSize(1);
            assertThat(open.requests().get(0).header("Authorization")).isNull();
        }
    }

    @Test
    void staysWithinTheServersBody() {
        String controls = "\"\\".repeat((int) (model().limits().bytesPerRequest() / 2 / 32));

        assertThat(embed(Collections.nCopies(32, controls), EmbeddingMode.DOCUMENT)
                        .vectors())
                .hasSize(32);
    }

    @Test
    void needsAnAddress() {
        assertThatThrownBy(() -> provider()
                        .space(TestSettings.of("embedding", "tei", null)
                                .model("BAAI/bge-m3")
                                .settings()))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("embedding.base-url is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "424 | Backend | inference error: CUDA out of memory | TRANSIENT | unavailable",
                "424 | Backend | Backend error: model is not an embedding model | FATAL | model-unfit",
                "429 | Overloaded | Model is overloaded | TRANSIENT | rate-limited",
                "422 | Tokenizer | Tokenizer error | REJECTED | tokenizer",
                "422 | Validation | `inputs` must have less than 512 tokens. Given: 600 | REJECTED | validation",
                "413 | Validation | length limit exceeded | REJECTED | validation",
                "503 | Unhealthy | unhealthy | TRANSIENT | unavailable"
            })
    void knowsWhatTheServerMeans(int status, String type, String message, FailureKind kind, String code) {
        ClassifiedException failure =
                failure(new StubReply(status, "{\"error\":\"%s\",\"error_type\":\"%s\"}".formatted(message, type)));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
    }
}

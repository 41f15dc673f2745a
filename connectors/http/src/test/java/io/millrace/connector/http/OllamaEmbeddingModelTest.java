package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.http.stub.StubOllama;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OllamaEmbeddingModelTest extends HttpEmbeddingContract {
    OllamaEmbeddingModelTest() {
        super(new StubOllama(true), new OllamaEmbeddingProvider(), "nomic-embed-text");
    }

    @Override
    protected String reply(List<String> vectors) {
        return "{\"model\":\"nomic-embed-text\",\"embeddings\":%s}".formatted(vectors);
    }

    @Override
    protected int shorter() {
        return 256;
    }

    @Test
    void asksThatNothingIsCut() {
        assertThat(sent(settings(), EmbeddingMode.DOCUMENT, "a wheel", "a mill").toString())
                .isEqualTo("{\"model\":\"nomic-embed-text\",\"truncate\":false,\"input\":[\"a wheel\",\"a mill\"]}");
    }

    @Test
    void takesAModelsTwoNamesForOne() {
        TestSettings tagged = settings().model("nomic-embed-text:latest");

        assertThat(provider().space(tagged.settings())).isEqualTo(model().space());
        assertThat(provider().modelName(tagged.settings())).isEqualTo("ollama/nomic-embed-text");
    }

    @Test
    void needsNoKeyWhereTheServerWantsNone() {
        try (StubOllama open = new StubOllama();
                EmbeddingModel model = provider()
                        .open(TestSettings.of("embedding", "ollama", open.baseUrl())
                                .model("embeddinggemma")
                                .settings())) {
            assertThat(model.embed(List.of("wheel"), EmbeddingMode.QUERY).join().vectors())
                    .hasSize(1);
            assertThat(open.requests().get(0).header("Authorization")).isNull();
        }
    }

    @Test
    void asksThisMachineUnlessToldOtherwise() {
        TestSettings own = TestSettings.of("embedding", "ollama", null).model("nomic-embed-text");

        assertThat(new OllamaEmbeddingProvider()
                        .setup(own.settings())
                        .endpoint()
                        .address()
                        .toString())
                .isEqualTo("http://localhost:11434");
    }

    @Test
    void countsTheTokensThatTheServerCounted() {
        assertThat(embed(List.of("a wheel", "a mill by night"), EmbeddingMode.DOCUMENT)
                        .usage()
                        .inputTokens())
                .isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | model 'x' not found, try pulling it first | FATAL | model-not-found",
                "400 | the input length exceeds the context length | REJECTED | bad-request",
                "501 | this model does not support embeddings | FATAL | model-unfit",
                "503 | server busy, please try again. maximum pending requests exceeded | TRANSIENT | unavailable",
                "500 | llama runner process has terminated | TRANSIENT | unavailable"
            },
            quoteCharacter = '`')
    void knowsWhatTheServerMeans(int status, String message, FailureKind kind, String code) {
        ClassifiedException failure = failure(new StubReply(status, "{\"error\":\"%s\"}".formatted(message)));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
    }
}

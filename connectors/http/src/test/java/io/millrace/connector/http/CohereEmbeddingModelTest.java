package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.http.stub.StubCohereEmbed;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.embed.EmbeddingMode;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CohereEmbeddingModelTest extends HttpEmbeddingContract {
    CohereEmbeddingModelTest() {
        super(new StubCohereEmbed(), new CohereEmbeddingProvider(), "embed-v4.0");
    }

    @Override
    protected String reply(List<String> vectors) {
        return "{\"id\":\"x\",\"embeddings\":{\"float\":%s},\"meta\":{}}".formatted(vectors);
    }

    @Override
    protected int shorter() {
        return 512;
    }

    /** The stub reads as much as the oldest of the models. */
    @Override
    @Test
    void leavesAReserveWhereTokensAreEstimated() {
        assertThat(model().limits().tokensPerInput()).isEqualTo(115_200);
        assertThat(provider()
                        .limits(settings().model("embed-multilingual-v3.0").settings())
                        .tokensPerInput())
                .isLessThan(stub().mostTokens());
    }

    @Test
    void asksForFloatsAndThatNothingIsCut() {
        assertThat(sent(settings(), EmbeddingMode.DOCUMENT, "a wheel", "a mill").toString())
                .isEqualTo("{\"model\":\"embed-v4.0\",\"input_type\":\"search_document\","
                        + "\"embedding_types\":[\"float\"],\"truncate\":\"NONE\","
                        + "\"texts\":[\"a wheel\",\"a mill\"]}");
        assertThat(sent(settings(), EmbeddingMode.QUERY, "a wheel")
                        .path("input_type")
                        .asText())
                .isEqualTo("search_query");
    }

    @Test
    void embedsForTheTask() {
        TestSettings asked = settings().option("task", "clustering");

        assertThat(sent(asked, EmbeddingMode.QUERY, "wheel").path("input_type").asText())
                .isEqualTo("clustering");
        assertThat(revision("task", "clustering")).isEqualTo("task clustering");
        assertThat(revision("task", "search")).isEmpty();
    }

    @Test
    void theFastModelAsksWhatTheLargeOneIndexed() {
        TestSettings pro = settings().model("embed-v5.0-pro");
        TestSettings fast = settings().model("embed-v5.0-fast");

        assertThat(provider().space(pro.settings())).isEqualTo(provider().space(fast.settings()));
        assertThat(provider().modelName(pro.settings())).isEqualTo("cohere/embed-v5.0-pro");
        assertThat(provider().modelName(fast.settings())).isEqualTo("cohere/embed-v5.0-fast");
        assertThat(provider().space(pro.settings()))
                .isNotEqualTo(provider().space(settings().settings()));
    }

    @Test
    void refusesToShortenWhatCannotBe() {
        assertThatThrownBy(() -> provider()
                        .space(settings()
                                .model("embed-multilingual-v3.0")
                                .dimension(512)
                                .settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage("embedding.dimension must be 1024 for model 'embed-multilingual-v3.0', got 512");
        assertThatThrownBy(() -> provider().space(settings().dimension(768).settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage("embedding.dimension must be 1536, 1024, 512 or 256 for model 'embed-v4.0', got 768");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'billed_units':{'input_tokens':7},'tokens':{'input_tokens':9} | 7",
                "'tokens':{'input_tokens':9} | 9",
                "'api_version':{} | 2"
            },
            quoteCharacter = '`')
    void readsTokensWhereTheyAre(String meta, int tokens) {
        String vector = Collections.nCopies(1536, 0.5).toString();
        String body = "{'embeddings':{'float':[%s]},'meta':{%s}}".formatted(vector, meta);
        stub().next(new StubReply(200, body.replace('\'', '"')));

        assertThat(embed(List.of("mill wheel"), EmbeddingMode.DOCUMENT).usage().inputTokens())
                .isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "498 | blocked token | REJECTED | bad-request",
                "499 | request cancelled | TRANSIENT | unavailable",
                "501 | not implemented | FATAL | model-unfit",
                "429 | trial key limit | TRANSIENT | rate-limited",
                "400 | invalid request: total number of texts must be at most 96 - received 104 | REJECTED | bad-request"
            })
    void knowsWhatCohereMeans(int status, String message, FailureKind kind, String code) {
        ClassifiedException failure =
                failure(new StubReply(status, "{\"id\":\"x\",\"message\":\"%s\"}".formatted(message)));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
    }
}

package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.http.stub.StubReply;
import io.millrace.connector.http.stub.StubVoyage;
import io.millrace.embed.EmbeddingMode;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VoyageEmbeddingModelTest extends HttpEmbeddingContract {
    VoyageEmbeddingModelTest() {
        super(new StubVoyage(), new VoyageEmbeddingProvider(), "voyage-4-large");
    }

    @Override
    protected String reply(List<String> vectors) {
        return IndexedReply.of(vectors);
    }

    @Override
    protected int shorter() {
        return 256;
    }

    @Test
    void asksThatNothingIsCut() {
        assertThat(sent(settings(), EmbeddingMode.DOCUMENT, "a wheel", "a mill").toString())
                .isEqualTo("{\"model\":\"voyage-4-large\",\"input_type\":\"document\",\"truncation\":false,"
                        + "\"input\":[\"a wheel\",\"a mill\"]}");
        assertThat(sent(settings(), EmbeddingMode.QUERY, "a wheel")
                        .path("input_type")
                        .asText())
                .isEqualTo("query");
    }

    @Test
    void theLightModelAsksWhatTheLargeOneIndexed() {
        TestSettings light = settings().model("voyage-4-lite");

        assertThat(provider().space(light.settings())).isEqualTo(model().space());
        assertThat(provider().modelName(light.settings())).isEqualTo("voyage/voyage-4-lite");
        assertThat(provider().space(settings().model("voyage-law-2").settings()))
                .isNotEqualTo(model().space());
    }

    @ParameterizedTest
    @CsvSource({
        "voyage-4-large, 28800, 108000",
        "voyage-4, 28800, 288000",
        "voyage-4-lite, 28800, 900000",
        "voyage-law-2, 14400, 108000"
    })
    void knowsTheLimitsOfEachModel(String model, int input, int request) {
        var limits = provider().limits(settings().model(model).settings());

        assertThat(limits.tokensPerInput()).isEqualTo(input);
        assertThat(limits.tokensPerRequest()).isEqualTo(request);
        assertThat(limits.inputs()).isEqualTo(1_000);
    }

    @Test
    void countsTheTokensThatVoyageCounted() {
        assertThat(embed(List.of("a wheel", "a mill by night"), EmbeddingMode.DOCUMENT)
                        .usage()
                        .inputTokens())
                .isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | Model x is not supported. Supported models are [voyage-4]. | FATAL | model-not-found",
                "400 | The max allowed tokens per submitted batch is 120000 | REJECTED | bad-request",
                "401 | Provided API key is invalid. | FATAL | api-key-refused",
                "429 | You have exceeded your rate limit | TRANSIENT | rate-limited"
            })
    void knowsWhatVoyageMeans(int status, String detail, FailureKind kind, String code) {
        ClassifiedException failure = failure(new StubReply(status, "{\"detail\":\"%s\"}".formatted(detail)));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
    }
}

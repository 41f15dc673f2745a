package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.http.stub.StubJina;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import io.millrace.rerank.RerankModel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JinaRerankModelTest extends HttpRerankContract {
    JinaRerankModelTest() {
        super(new StubJina(), new JinaRerankProvider(), "jina-reranker-v3");
    }

    @Override
    protected String reply(String results) {
        return "{\"model\":\"m\",\"usage\":{\"total_tokens\":5},\"results\":%s}"
                .formatted(results.replace("score", "relevance_score"));
    }

    @Test
    void asksForEveryDocumentAndForNoTexts() {
        rerank("wheel", List.of("a wheel", "a mill"));

        assertThat(stub().requests().get(0).body().toString())
                .isEqualTo("{\"model\":\"jina-reranker-v3\",\"query\":\"wheel\",\"documents\":[\"a wheel\",\"a mill\"],"
                        + "\"top_n\":2,\"return_documents\":false}");
    }

    @Test
    void countsTheTokensThatJinaCounted() {
        assertThat(rerank("the wheel", List.of("a wheel", "a mill by night"))
                        .usage()
                        .inputTokens())
                .isEqualTo(10);
    }

    @Test
    void hasADefaultModelAtJinaAlone() {
        try (RerankModel model =
                provider().open(TestSettings.of("jina", null).apiKey("k").settings())) {
            assertThat(model.name()).isEqualTo("jina/jina-reranker-v3");
        }
        assertThatThrownBy(() -> provider()
                        .open(TestSettings.of("jina", stub().baseUrl()).settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "rerank.model is missing: name a rerank model of provider 'jina', such as jina-reranker-v3");
        assertThatThrownBy(() -> provider().open(TestSettings.of("jina", null).settings()))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("https://api.jina.ai wants an API key: set rerank.api-key");
    }

    @Test
    void stopsWhereJinaKnowsNoSuchModel() {
        try (RerankModel model = provider().open(settings().model("gpt-9").settings())) {
            assertThat(Failures.of(model.rerank("wheel", List.of("wheel"))))
                    .hasMessage(stub().baseUrl() + " knows no model 'gpt-9', or nothing answers at /v1/rerank: check"
                            + " rerank.model and rerank.base-url: 400 INPUT_MODEL_NOT_FOUND: Model 'gpt-9' not found");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | AUTHZ_INSUFFICIENT_BALANCE | Insufficient account balance | FATAL | no-balance |",
                "403 | AUTHZ_RESOURCE_LIMIT_EXCEEDED | Resource limit exceeded for your plan | FATAL | forbidden |",
                "400 | INPUT_TOKEN_LIMIT_EXCEEDED | too long | REJECTED | input-token-limit-exceeded |",
                "400 | INPUT_MODEL_NOT_FOUND | Model 'x' not found | FATAL | model-not-found |",
                "429 | RATE_TOKEN_LIMIT_EXCEEDED | 9/8 tokens per minute | TRANSIENT | rate-limited | PT1M",
                "429 | RATE_REQUEST_LIMIT_EXCEEDED | 9/8 requests per minute | TRANSIENT | rate-limited | PT1M",
                "429 | RATE_CONCURRENCY_LIMIT_EXCEEDED | 3/2 concurrent requests | TRANSIENT | rate-limited |",
                "409 | CONFLICT_RESOURCE_BUSY | busy | TRANSIENT | unavailable |",
                "504 | SERVICE_TIMEOUT | slow | TRANSIENT | unavailable |"
            })
    void knowsWhatJinaMeans(
            int status, String code, String message, FailureKind kind, String ours, @Nullable Duration wait) {
        ClassifiedException failure =
                failure(new StubReply(status, "{\"code\":\"%s\",\"message\":\"%s\"}".formatted(code, message)));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(ours);
        assertThat(failure.retryAfter()).isEqualTo(wait);
    }

    @Test
    void knowsTheOlderFormOfAnEmptyAccount() {
        assertThat(failure(new StubReply(403, "{\"detail\":\"[AUTHZ_INSUFFICIENT_BALANCE] no\"}"))
                        .code())
                .isEqualTo("no-balance");
    }
}

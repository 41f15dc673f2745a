package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.http.stub.StubDashScope;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import io.millrace.rerank.RerankModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DashScopeRerankModelTest extends HttpRerankContract {
    DashScopeRerankModelTest() {
        super(new StubDashScope(), new DashScopeRerankProvider(), "qwen3-rerank");
    }

    @Override
    protected String reply(String results) {
        return "{\"object\":\"list\",\"results\":%s,\"usage\":{\"total_tokens\":5}}"
                .formatted(results.replace("score", "relevance_score"));
    }

    @Test
    void asksForEveryDocument() {
        rerank("wheel", List.of("a wheel", "a mill"));

        assertThat(stub().requests().get(0).body().toString())
                .isEqualTo("{\"model\":\"qwen3-rerank\",\"query\":\"wheel\",\"documents\":[\"a wheel\",\"a mill\"],"
                        + "\"top_n\":2}");
    }

    @Test
    void countsTheTokensThatTheServerCounted() {
        assertThat(rerank("the wheel", List.of("a wheel", "a mill by night"))
                        .usage()
                        .inputTokens())
                .isEqualTo(10);
    }

    @Test
    void hasADefaultModelAtAlibabaAlone() {
        try (RerankModel model =
                provider().open(TestSettings.of("dashscope", null).apiKey("k").settings())) {
            assertThat(model.name()).isEqualTo("dashscope/qwen3-rerank");
            assertThat(model.limits().documents()).isEqualTo(500);
            assertThat(model.limits().tokensPerPair()).isEqualTo(3_600);
        }
        assertThatThrownBy(() -> provider()
                        .open(TestSettings.of("dashscope", stub().baseUrl()).settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "rerank.model is missing: name a rerank model of provider 'dashscope', such as qwen3-rerank");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | invalid_api_key | FATAL | api-key-refused",
                "400 | Arrearage | FATAL | no-balance",
                "403 | AllocationQuota.FreeTierOnly | FATAL | no-balance",
                "403 | AccessDenied.Unpurchased | FATAL | forbidden",
                "404 | model_not_found | FATAL | model-not-found",
                "400 | InvalidParameter | REJECTED | invalid-parameter",
                "400 | DataInspectionFailed | REJECTED | data-inspection-failed",
                "429 | Throttling.RateQuota | TRANSIENT | rate-limited"
            })
    void knowsWhatAlibabaMeans(int status, String code, FailureKind kind, String ours) {
        String inside = "{\"message\":\"said\",\"type\":\"%1$s\",\"param\":null,\"code\":\"%1$s\"}".formatted(code);
        ClassifiedException nested = failure(new StubReply(status, "{\"error\":%s,\"id\":\"x\"}".formatted(inside)));
        ClassifiedException flat = failure(new StubReply(status, inside));

        assertThat(nested.kind()).isEqualTo(kind).isEqualTo(flat.kind());
        assertThat(nested.code()).isEqualTo(ours).isEqualTo(flat.code());
    }
}

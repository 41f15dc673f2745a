package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.http.stub.StubCohere;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CohereRerankModelTest extends HttpRerankContract {
    CohereRerankModelTest() {
        super(new StubCohere(), new CohereRerankProvider(), "rerank-v5.0-fast");
    }

    @Override
    protected String reply(String results) {
        return "{\"id\":\"x\",\"results\":%s,\"meta\":{}}".formatted(results.replace("score", "relevance_score"));
    }

    @Test
    void asksForEveryDocument() {
        rerank("wheel", List.of("a wheel", "a mill"));

        assertThat(stub().requests().get(0).body().toString())
                .isEqualTo("{\"model\":\"rerank-v5.0-fast\",\"query\":\"wheel\",\"documents\":[\"a wheel\",\"a mill\"],"
                        + "\"top_n\":2}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'meta':{'billed_units':{'input_tokens':7},'tokens':{'input_tokens':9}} | 7",
                "'meta':{'billed_units':{'search_units':1},'tokens':{'input_tokens':9}} | 9",
                "'usage':{'total_tokens':11} | 11",
                "'meta':{'billed_units':{'search_units':1}} | 4"
            },
            quoteCharacter = '`')
    void readsTokensWhereTheyAre(String usage, int tokens) {
        String body = "{'results':[{'index':0,'relevance_score':0.5}],%s}".formatted(usage);
        stub().next(new StubReply(200, body.replace('\'', '"')));

        assertThat(rerank("abc", List.of("abcdef")).usage().inputTokens()).isEqualTo(tokens);
    }

    @Test
    void needsAModelAndAtCohereAKey() {
        assertThatThrownBy(() -> provider().open(TestSettings.of("cohere", null).settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage("rerank.model is missing: name a rerank model of provider 'cohere', such as"
                        + " rerank-v5.0-fast");
        assertThatThrownBy(() -> provider()
                        .open(TestSettings.of("cohere", null)
                                .model("rerank-v4.0-pro")
                                .settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "https://api.cohere.com wants an API key: set rerank.api-key, or rerank.base-url to a server"
                                + " that needs none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "498 | blocked token | REJECTED | bad-request",
                "499 | request cancelled | TRANSIENT | unavailable",
                "501 | not implemented | FATAL | model-unfit",
                "404 | model 'x' not found | FATAL | model-not-found",
                "403 | not allowed | FATAL | forbidden",
                "429 | trial key limit | TRANSIENT | rate-limited",
                "400 | invalid request: too many documents | REJECTED | bad-request"
            })
    void knowsWhatCohereMeans(int status, String message, FailureKind kind, String code) {
        ClassifiedException failure =
                failure(new StubReply(status, "{\"id\":\"x\",\"message\":\"%s\"}".formatted(message)));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
    }
}

package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.connector.http.stub.StubRerank;
import io.millrace.connector.http.stub.StubTei;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import io.millrace.rerank.RerankModel;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeiRerankModelTest extends HttpRerankContract {
    TeiRerankModelTest() {
        super(new StubTei(true), new TeiRerankProvider(), "BAAI/bge-reranker-base");
    }

    @Override
    protected String reply(String results) {
        return results;
    }

    /** The server has one model, and asks for no name. */
    @Override
    @Test
    public void stopsWhereTheServerKnowsNoSuchModel() {
        try (RerankModel model = provider().open(settings().model("another").settings())) {
            assertThat(model.rerank("wheel", List.of("wheel")).join().scores()).containsExactly(1.0);
        }
    }

    @Test
    void asksForScoresFromZeroToOneAndForNoTexts() {
        rerank("wheel", List.of("a wheel", "a mill"));

        JsonNode body = stub().requests().get(0).body();
        assertThat(body.toString())
                .isEqualTo("{\"query\":\"wheel\",\"texts\":[\"a wheel\",\"a mill\"],\"raw_scores\":false,"
                        + "\"return_text\":false,\"truncate\":true}");
    }

    @Test
    void countsTheTokensThatTheServerComputed() {
        assertThat(rerank("the wheel", List.of("a wheel", "a mill by night"))
                        .usage()
                        .inputTokens())
                .isEqualTo(10);
    }

    @Test
    void estimatesTokensWhereTheServerSaysNone() {
        stub().next(new StubReply(200, "[{\"index\":0,\"score\":0.5}]"));

        assertThat(rerank("abc", List.of("abcdef")).usage().inputTokens()).isEqualTo(4);
    }

    @Test
    void needsNoKeyWhereTheServerWantsNone() {
        try (StubRerank open = new StubTei();
                RerankModel model = new TeiRerankProvider()
                        .open(TestSettings.of("tei", open.baseUrl()).settings())) {
            assertThat(model.rerank("wheel", List.of("wheel")).join().scores()).containsExactly(1.0);
            assertThat(model.name()).isEqualTo("tei/default");
            assertThat(open.requests().get(0).header("Authorization")).isNull();
        }
    }

    @Test
    void staysWithinTheServersBody() {
        String controls = "\t\n\"\\".repeat(model().limits().bytesPerRequest() / 4 / 32);

        assertThat(rerank("wheel", Collections.nCopies(32, controls)).scores()).hasSize(32);
    }

    @Test
    void needsAnAddress() {
        assertThatThrownBy(() -> new TeiRerankProvider()
                        .open(TestSettings.of("tei", null).settings()))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("rerank.base-url is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "424 | Backend | inference error: CUDA out of memory | TRANSIENT | unavailable",
                "424 | Backend | Backend error: model is not a re-ranker model | FATAL | model-unfit",
                "429 | Overloaded | Model is overloaded | TRANSIENT | rate-limited",
                "422 | Tokenizer | Tokenizer error | REJECTED | tokenizer",
                "422 | Validation | batch size 33 > maximum allowed batch size 32 | REJECTED | validation",
                "400 | Empty | `texts` cannot be empty | REJECTED | empty",
                "503 | Unhealthy | unhealthy | TRANSIENT | unavailable"
            })
    void knowsWhatTheServerMeans(int status, String type, String message, FailureKind kind, String code) {
        ClassifiedException failure =
                failure(new StubReply(status, "{\"error\":\"%s\",\"error_type\":\"%s\"}".formatted(message, type)));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageEndingWith(": %d %s: %s".formatted(status, type, message));
    }
}

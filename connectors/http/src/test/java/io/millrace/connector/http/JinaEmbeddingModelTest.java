package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.http.stub.StubJinaEmbed;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.embed.EmbeddingMode;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JinaEmbeddingModelTest extends HttpEmbeddingContract {
    JinaEmbeddingModelTest() {
        super(new StubJinaEmbed(), new JinaEmbeddingProvider(), "jina-embeddings-v3");
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
    void asksForUnitLengthAndThatNothingIsCut() {
        assertThat(sent(settings(), EmbeddingMode.DOCUMENT, "a wheel", "a mill").toString())
                .isEqualTo("{\"model\":\"jina-embeddings-v3\",\"task\":\"retrieval.passage\","
                        + "\"embedding_type\":\"float\",\"normalized\":true,\"truncate\":false,"
                        + "\"input\":[\"a wheel\",\"a mill\"]}");
        assertThat(sent(settings(), EmbeddingMode.QUERY, "a wheel").path("task").asText())
                .isEqualTo("retrieval.query");
    }

    @ParameterizedTest
    @CsvSource({
        "jina-embeddings-v3, classification, classification, classification",
        "jina-embeddings-v3, separation, separation, separation",
        "jina-embeddings-v4, code, code.passage, code.query",
        "jina-embeddings-v4, retrieval, retrieval.passage, retrieval.query",
        "jina-embeddings-v5-text-small, text-matching, text-matching, text-matching",
        "jina-embeddings-v5-text-nano, clustering, clustering, clustering"
    })
    void embedsForTheTask(String model, String task, String documents, String queries) {
        TestSettings asked = settings().model(model).option("task", task);

        assertThat(sent(asked, EmbeddingMode.DOCUMENT, "wheel").path("task").asText())
                .isEqualTo(documents);
        assertThat(sent(asked, EmbeddingMode.QUERY, "wheel").path("task").asText())
                .isEqualTo(queries);
        assertThat(provider().space(asked.settings()).revision())
                .isEqualTo(task.equals("retrieval") ? "" : "task " + task);
    }

    @Test
    void refusesATaskThatTheModelHasNot() {
        assertThatThrownBy(
                        () -> provider().space(settings().option("task", "code").settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage("embedding.options.task must be one of retrieval, text-matching, classification,"
                        + " separation, got 'code'");
    }

    @Test
    void leavesTheTaskOutWhereAnotherModelKnowsNone() {
        TestSettings old =
                settings().model("jina-embeddings-v2-base-en").dimension(768).option("task", "none");

        assertThat(provider().space(old.settings()).revision()).isEqualTo("task none");
    }

    @Test
    void countsTheTokensThatJinaCounted() {
        assertThat(embed(List.of("a wheel", "a mill by night"), EmbeddingMode.DOCUMENT)
                        .usage()
                        .inputTokens())
                .isEqualTo(6);
    }

    @Test
    void wantsAKeyAndNoMoreTextsThanJinaTakes() {
        TestSettings own = TestSettings.of("embedding", "jina", null).model("jina-embeddings-v3");

        assertThatThrownBy(() -> provider().space(own.settings()))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("https://api.jina.ai wants an API key: set embedding.api-key");
        assertThatThrownBy(
                        () -> provider().limits(own.apiKey("k").batchSize(513).settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage("embedding.batch-size must be from 1 to 512 for model 'jina-embeddings-v3' at"
                        + " https://api.jina.ai, got 513");
        assertThat(provider().limits(settings().batchSize(2048).settings()).inputs())
                .isEqualTo(2048);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0,0", "0,2", "0,-1"})
    void doesNotTakeIndicesThatCannotBe(String indices) {
        ClassifiedException failure = failure(
                new StubReply(200, IndexedReply.at(indices, model().space().dimension())));

        assertThat(failure.code()).isEqualTo("unreadable-reply");
    }

    @Test
    void putsVectorsInTheirTextsOrder() {
        stub().next(new StubReply(200, IndexedReply.at("1,0", model().space().dimension())));

        var vectors = embed(List.of("first", "second"), EmbeddingMode.DOCUMENT).vectors();

        assertThat(vectors.get(0).values()[1]).isEqualTo(1);
        assertThat(vectors.get(1).values()[0]).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | AUTHZ_INSUFFICIENT_BALANCE | Insufficient account balance | FATAL | no-balance |",
                "400 | INPUT_TOKEN_LIMIT_EXCEEDED | too long | REJECTED | input-token-limit-exceeded |",
                "429 | RATE_TOKEN_LIMIT_EXCEEDED | 9/8 tokens per minute | TRANSIENT | rate-limited | PT1M",
                "429 | RATE_CONCURRENCY_LIMIT_EXCEEDED | 3/2 concurrent requests | TRANSIENT | rate-limited |"
            })
    void knowsWhatJinaMeans(
            int status, String code, String message, FailureKind kind, String ours, @Nullable Duration wait) {
        ClassifiedException failure =
                failure(new StubReply(status, "{\"code\":\"%s\",\"message\":\"%s\"}".formatted(code, message)));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(ours);
        assertThat(failure.retryAfter()).isEqualTo(wait);
    }
}

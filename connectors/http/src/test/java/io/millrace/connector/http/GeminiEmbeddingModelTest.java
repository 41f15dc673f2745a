package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.http.stub.StubGemini;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiEmbeddingModelTest extends HttpEmbeddingContract {
    GeminiEmbeddingModelTest() {
        super(new StubGemini(), new GeminiEmbeddingProvider(), "gemini-embedding-001");
    }

    @Override
    public Map.Entry<String, String> keyHeader() {
        return Map.entry("x-goog-api-key", StubGemini.KEY);
    }

    @Override
    protected String reply(List<String> vectors) {
        return "{\"embeddings\":%s}"
                .formatted(vectors.stream()
                        .map(vector -> "{\"values\":%s}".formatted(vector))
                        .toList());
    }

    @Override
    protected int shorter() {
        return 768;
    }

    @Test
    void asksWithATaskForEachText() {
        assertThat(sent(settings().dimension(768), EmbeddingMode.DOCUMENT, "a wheel", "a mill")
                        .toString())
                .isEqualTo("{\"requests\":[{\"model\":\"models/gemini-embedding-001\","
                        + "\"content\":{\"parts\":[{\"text\":\"a wheel\"}]},\"taskType\":\"RETRIEVAL_DOCUMENT\","
                        + "\"outputDimensionality\":768},{\"model\":\"models/gemini-embedding-001\","
                        + "\"content\":{\"parts\":[{\"text\":\"a mill\"}]},\"taskType\":\"RETRIEVAL_DOCUMENT\","
                        + "\"outputDimensionality\":768}]}");
        assertThat(stub().requests().get(0).path()).isEqualTo("/v1beta/models/gemini-embedding-001:batchEmbedContents");
    }

    @ParameterizedTest
    @CsvSource({
        "retrieval, RETRIEVAL_DOCUMENT, RETRIEVAL_QUERY",
        "question-answering, RETRIEVAL_DOCUMENT, QUESTION_ANSWERING",
        "fact-verification, RETRIEVAL_DOCUMENT, FACT_VERIFICATION",
        "code-retrieval, RETRIEVAL_DOCUMENT, CODE_RETRIEVAL_QUERY",
        "semantic-similarity, SEMANTIC_SIMILARITY, SEMANTIC_SIMILARITY",
        "classification, CLASSIFICATION, CLASSIFICATION",
        "clustering, CLUSTERING, CLUSTERING"
    })
    void embedsForTheTask(String task, String documents, String queries) {
        TestSettings asked = settings().option("task", task);

        assertThat(sent(asked, EmbeddingMode.DOCUMENT, "wheel")
                        .at("/requests/0/taskType")
                        .asText())
                .isEqualTo(documents);
        assertThat(sent(asked, EmbeddingMode.QUERY, "wheel")
                        .at("/requests/0/taskType")
                        .asText())
                .isEqualTo(queries);
        assertThat(revision("task", task)).isEqualTo(task.equals("retrieval") ? "" : "task " + task);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retrieval | title: none ~ text: wheel | task: search result ~ query: wheel",
                "question-answering | title: none ~ text: wheel | task: question answering ~ query: wheel",
                "clustering | task: clustering ~ query: wheel | task: clustering ~ query: wheel"
            })
    void theNewerModelIsToldItsTaskInTheText(String task, String document, String query) {
        TestSettings asked = settings().model("gemini-embedding-2").option("task", task);

        assertThat(sent(asked, EmbeddingMode.DOCUMENT, "wheel")
                        .at("/requests/0")
                        .toString())
                .isEqualTo("{\"model\":\"models/gemini-embedding-2\",\"content\":{\"parts\":[{\"text\":\"%s\"}]}}"
                        .formatted(document.replace('~', '|')));
        assertThat(sent(asked, EmbeddingMode.QUERY, "wheel")
                        .at("/requests/0/content/parts/0/text")
                        .asText())
                .isEqualTo(query.replace('~', '|'));
        VectorSpace space = provider().space(asked.settings());
        assertThat(space.documentPrefix() + "wheel").isEqualTo(document.replace('~', '|'));
        assertThat(space.revision()).isEmpty();
    }

    @Test
    void keepsRoomForTheTaskInTheText() {
        TestSettings newer = settings().model("gemini-embedding-2");

        assertThat(provider().limits(newer.settings()).tokensPerInput()).isBetween(7_300, 7_370);
        assertThat(provider().space(newer.prefixes("title: Mills | text: ", "").settings()))
                .returns("title: Mills | text: ", VectorSpace::documentPrefix)
                .returns("task: search result | query: ", VectorSpace::queryPrefix);
    }

    @Test
    void staysWithinTheServersBody() {
        long bytes = model().limits().bytesPerRequest();
        String controls = "\"\\".repeat((int) (bytes / 2 / 100));

        assertThat(embed(Collections.nCopies(100, controls), EmbeddingMode.DOCUMENT)
                        .vectors())
                .hasSize(100);
    }

    @Test
    void countsTokensByItself() {
        assertThat(embed(List.of("the mill wheel", "by night"), EmbeddingMode.DOCUMENT)
                        .usage()
                        .inputTokens())
                .isEqualTo(5);
    }

    @Test
    void refusesAModelThatNoAddressTakes() {
        assertThatThrownBy(() -> provider()
                        .space(settings().model("models/x").dimension(9).settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage("embedding.model must be a name of letters, digits and any of . _ @ -, such as"
                        + " gemini-embedding-001, got 'models/x'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | INVALID_ARGUMENT | {'reason':'API_KEY_INVALID'} | FATAL | api-key-refused |",
                "400 | INVALID_ARGUMENT | {'fieldViolations':[]} | REJECTED | invalid-argument |",
                "400 | FAILED_PRECONDITION | {} | FATAL | forbidden |",
                "403 | PERMISSION_DENIED | {'reason':'BILLING_DISABLED'} | FATAL | no-balance |",
                "403 | PERMISSION_DENIED | {'reason':'SERVICE_DISABLED'} | FATAL | forbidden |",
                "404 | NOT_FOUND | {} | FATAL | model-not-found |",
                "429 | RESOURCE_EXHAUSTED | {'retryDelay':'34s'} | TRANSIENT | rate-limited | PT34S",
                "429 | RESOURCE_EXHAUSTED | {'retryDelay':'1.5s'} | TRANSIENT | rate-limited | PT1.5S",
                "429 | RESOURCE_EXHAUSTED | {} | TRANSIENT | rate-limited |",
                "500 | INTERNAL | {} | TRANSIENT | unavailable |",
                "503 | UNAVAILABLE | {} | TRANSIENT | unavailable |",
                "504 | DEADLINE_EXCEEDED | {} | TRANSIENT | unavailable |"
            },
            quoteCharacter = '`')
    void knowsWhatGoogleMeans(
            int status, String name, String detail, FailureKind kind, String code, @Nullable Duration wait) {
        String body = "{'error':{'code':%d,'message':'said','status':'%s','details':[%s]}}"
                .formatted(status, name, detail)
                .replace('\'', '"');

        ClassifiedException failure = failure(new StubReply(status, body));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.retryAfter()).isEqualTo(wait);
    }
}

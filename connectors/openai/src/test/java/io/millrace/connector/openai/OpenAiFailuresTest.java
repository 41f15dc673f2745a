package io.millrace.connector.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.openai.stub.Fault;
import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiFailuresTest {
    private static final String KEY = "correct-horse-battery-staple";
    private static final String TEXT = "Grandmother's recipe for millet bread";
    private static final String SERVER = "The server had an error while processing your request. Sorry about that!";

    private StubOpenAi stub = StubOpenAi.start(StubOptions.defaults().withModel("local-model", 384));

    @AfterEach
    void closeTheStub() {
        stub.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 424, 425, 500, 501, 502, 503, 504, 529})
    void waitsForAServerThatCannotServeNow(int status) {
        ClassifiedException failure = failure(Fault.status(status));

        assertFailure(
                failure,
                FailureKind.TRANSIENT,
                "unavailable",
                "BASE can't serve the call now: " + status + " server_error: " + SERVER);
        assertThat(failure.retryAfter()).isNull();
    }

    @Test
    void waitsAsLongAsARateLimitAsks() {
        ClassifiedException failure = failure(Fault.rateLimited("7"));

        assertFailure(
                failure,
                FailureKind.TRANSIENT,
                "rate-limited",
                "BASE can't serve the call now: 429 rate_limit_exceeded: Rate limit reached for text-embedding-3-small"
                        + " in organization org-stub on tokens per min (TPM): Limit 1000000, Used 999950, Requested"
                        + " 120. Please try again in 4ms."
                        + " Visit https://platform.openai.com/account/rate-limits to learn more.");
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void prefersTheWaitInMilliseconds() {
        ClassifiedException failure = failure(Fault.rateLimited(Map.of("retry-after-ms", "1250", "Retry-After", "2")));

        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(1250));
    }

    @Test
    void stopsWhenTheBalanceIsSpent() {
        assertFailure(
                failure(Fault.insufficientQuota()),
                FailureKind.FATAL,
                "no-balance",
                "BASE has no balance left for the key of embedding.api-key: 429 insufficient_quota: You exceeded your"
                        + " current quota, please check your plan and billing details.");
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(
                        402,
                        "{\"error\":{\"message\":\"Insufficient Balance\",\"type\":\"unknown_error\"}}",
                        FailureKind.FATAL,
                        "no-balance",
                        "BASE has no balance left for the key of embedding.api-key: 402 unknown_error: Insufficient Balance"),
                Arguments.of(
                        403,
                        "{\"error\":{\"message\":\"Country not supported\",\"code\":\"unsupported_country_region_territory\"}}",
                        FailureKind.FATAL,
                        "forbidden",
                        "BASE forbids this call with 403 unsupported_country_region_territory: check what the key of"
                                + " embedding.api-key may do with model 'local-model' (embedding.model)"),
                Arguments.of(
                        404,
                        "404 page not found",
                        FailureKind.FATAL,
                        "model-not-found",
                        "BASE knows no model 'local-model', or nothing answers at that path: check embedding.model and"
                                + " embedding.base-url: 404"),
                Arguments.of(
                        405,
                        "",
                        FailureKind.FATAL,
                        "unexpected-status",
                        "BASE doesn't answer as a server of provider 'openai' does: check embedding.provider and"
                                + " embedding.base-url: 405"),
                Arguments.of(
                        301,
                        "<html>moved</html>",
                        FailureKind.FATAL,
                        "unexpected-status",
                        "BASE doesn't answer as a server of provider 'openai' does: check embedding.provider and"
                                + " embedding.base-url: 301"),
                Arguments.of(
                        408,
                        "{\"error\":\"too slow\"}",
                        FailureKind.TRANSIENT,
                        "timed-out",
                        "BASE can't serve the call now: 408: too slow"),
                // Mistral, a model that isn't there.
                Arguments.of(
                        400,
                        "{\"object\":\"error\",\"message\":\"Invalid model: x\",\"type\":\"invalid_model\",\"code\":\"1500\"}",
                        FailureKind.FATAL,
                        "model-not-found",
                        "BASE knows no model 'local-model', or nothing answers at that path: check embedding.model and"
                                + " embedding.base-url: 400 invalid_model: Invalid model: x"),
                // Mistral, a field that it doesn't know.
                Arguments.of(
                        422,
                        "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"dimensions\"],"
                                + "\"msg\":\"Extra inputs are not permitted\",\"input\":384}]}",
                        FailureKind.FATAL,
                        "dimensions-refused",
                        "BASE can't shorten vectors of model 'local-model': set embedding.dimension to the model's own"
                                + " dimension and embedding.options.send-dimensions to false: 422 extra_forbidden:"
                                + " Extra inputs are not permitted"),
                // vLLM, flat, with the status as code.
                Arguments.of(
                        400,
                        "{\"object\":\"error\",\"message\":\"Model \\\"local-model\\\" does not support matryoshka"
                                + " representation\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
                        FailureKind.FATAL,
                        "dimensions-refused",
                        "BASE can't shorten vectors of model 'local-model': set embedding.dimension to the model's own"
                                + " dimension and embedding.options.send-dimensions to false: 400 BadRequestError:"
                                + " Model \"local-model\" does not support matryoshka representation"),
                Arguments.of(
                        400,
                        "{\"error\":{\"message\":\"only float is known\",\"param\":\"encoding_format\",\"code\":\"invalid_value\"}}",
                        FailureKind.FATAL,
                        "setting-refused",
                        "BASE refused the field 'encoding_format', which comes from the configuration of 'embedding':"
                                + " 400 invalid_value: only float is known"),
                // DashScope, too many texts: the caller halves the batch.
                Arguments.of(
                        400,
                        "{\"error\":{\"message\":\"batch size is invalid, it should not be larger than 10\","
                                + "\"type\":\"InvalidParameter\",\"param\":null,\"code\":\"InvalidParameter\"}}",
                        FailureKind.REJECTED,
                        "invalid-parameter",
                        "BASE refused the request: 400 InvalidParameter: batch size is invalid, it should not be larger than 10"),
                // TEI, flat.
                Arguments.of(
                        413,
                        "{\"message\":\"Payload too large\",\"code\":413,\"type\":\"Validation\"}",
                        FailureKind.REJECTED,
                        "validation",
                        "BASE refused the request: 413 Validation: Payload too large"),
                Arguments.of(400, "", FailureKind.REJECTED, "bad-request", "BASE refused the request: 400"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void readsEachServersErrors(int status, String body, FailureKind kind, String code, String message) {
        assertFailure(failure(Fault.status(status, body)), kind, code, message);
    }

    @Test
    void stopsWhenTheKeyIsWrongAndQuotesNoPartOfIt() {
        restart(StubOptions.defaults().withApiKey("sk-proj-right-key-0123456789"));

        ClassifiedException failure = failure(settings().apiKey("sk-proj-wrong-key-9876543210"));

        assertFailure(
                failure,
                FailureKind.FATAL,
                "api-key-refused",
                "BASE refused the API key with 401 invalid_api_key: set a valid one in embedding.api-key");
        assertThat(failure).hasNoCause();
    }

    @Test
    void stopsWhenAServerWantsAKeyThatWasNotGiven() {
        restart(StubOptions.defaults().withApiKey("sk-proj-right-key-0123456789"));

        assertFailure(
                failure(settings()),
                FailureKind.FATAL,
                "api-key-missing",
                "BASE wants an API key (401 invalid_request_error): set one in embedding.api-key");
    }

    @Test
    void takesABlankKeyForNone() {
        restart(StubOptions.defaults().withApiKey("sk-proj-right-key-0123456789"));

        assertThat(failure(settings().apiKey(" ")).code()).isEqualTo("api-key-missing");
    }

    @Test
    void stopsWhenTheModelIsUnknown() {
        assertFailure(
                failure(settings().model("text-embedding-4").dimension(8)),
                FailureKind.FATAL,
                "model-not-found",
                "BASE knows no model 'text-embedding-4', or nothing answers at that path: check embedding.model and"
                        + " embedding.base-url: 404 model_not_found: The model `text-embedding-4` does not exist or"
                        + " you do not have access to it.");
    }

    @Test
    void rejectsATextThatIsTooLong() {
        restart(StubOptions.defaults().withLimits(2048, 5, 300_000));

        assertFailure(
                failure(settings(), "one two three four five six"),
                FailureKind.REJECTED,
                "invalid-request-error",
                "BASE refused the request: 400 invalid_request_error: This model's maximum context length is 5 tokens,"
                        + " however you requested 6 tokens (6 in your prompt; 0 for the completion). Please reduce"
                        + " your prompt; or completion length.");
    }

    @Test
    void rejectsARequestOfTooManyTokens() {
        restart(StubOptions.defaults().withLimits(2048, 8192, 5));

        assertFailure(
                failure(settings(), "one two three", "four five six"),
                FailureKind.REJECTED,
                "max-tokens-per-request",
                "BASE refused the request: 400 max_tokens_per_request: Requested 6 tokens, max 5 tokens per request");
    }

    @Test
    void keepsTextsOutOfMessages() {
        String text = "Grandmother's secret recipe for millet bread";
        stub.failNext(Fault.status(
                400,
                "{\"error\":{\"message\":\"Invalid input: 'Grandmother's secret  recipe for millet bread' at 0\","
                        + "\"code\":\"invalid_input\"}}"));

        assertFailure(
                failure(settings(), text),
                FailureKind.REJECTED,
                "invalid-input",
                "BASE refused the request: 400 invalid_input: Invalid input: '…' at 0");
    }

    @Test
    void keepsKeysOutOfMessagesOfAnyStatus() {
        String key = "0123456789abcdef-no-usual-form";
        stub.failNext(Fault.status(500, "{\"error\":{\"message\":\"token " + key + " could not be checked\"}}"));

        assertFailure(
                failure(settings().apiKey(key)),
                FailureKind.TRANSIENT,
                "unavailable",
                "BASE can't serve the call now: 500: token … could not be checked");
    }

    @Test
    void waitsForASlowServer() {
        stub.failNext(Fault.hang());

        assertFailure(
                failure(settings().timeout(Duration.ofMillis(250))),
                FailureKind.TRANSIENT,
                "timed-out",
                "BASE didn't answer within 250 ms (embedding.timeout)");
    }

    @Test
    void waitsForAServerThatStopsHalfWay() {
        stub.failNext(Fault.stalled());

        assertFailure(
                failure(settings().timeout(Duration.ofMillis(250))),
                FailureKind.TRANSIENT,
                "timed-out",
                "BASE didn't answer within 250 ms (embedding.timeout)");
    }

    static Stream<Fault> anyFault() {
        String echo = "{\"error\":{\"message\":\"" + KEY + " sent " + TEXT + "\",\"code\":\"odd\"}}";
        return Stream.concat(
                Stream.of(200, 301, 400, 401, 402, 403, 404, 405, 408, 413, 422, 429, 500, 503)
                        .map(status -> Fault.status(status, echo)),
                Stream.of(
                        Fault.status(200, "{\"data\":[" + TEXT + KEY),
                        Fault.status(400, "{\"error\":{\"code\":\"" + TEXT + "\",\"param\":\"" + TEXT + "\"}}"),
                        Fault.hang(),
                        Fault.reset(),
                        Fault.truncated(),
                        Fault.Spoiled.ONE_VECTOR_MISSING,
                        Fault.Spoiled.ONE_DIMENSION_MISSING,
                        Fault.Spoiled.NOT_A_NUMBER));
    }

    @ParameterizedTest
    @MethodSource("anyFault")
    void showsNeitherKeyNorTextEvenInStackTraces(Fault fault) {
        stub.failNext(fault);
        StringWriter trace = new StringWriter();

        failure(settings().apiKey(KEY).timeout(Duration.ofMillis(500)), TEXT).printStackTrace(new PrintWriter(trace));

        assertThat(trace.toString())
                .doesNotContain(KEY)
                .doesNotContain("correct-horse")
                .doesNotContain("Grandmother");
    }

    @Test
    void showsNoKeyInAModelOrItsSettings() {
        TestSettings settings = settings().apiKey(KEY);

        try (EmbeddingModel model = open(settings)) {
            assertThat(model.toString() + settings.settings()).doesNotContain(KEY);
        }
    }

    @Test
    void waitsOutAConnectionThatBreaks() {
        assertFailure(
                failure(Fault.reset()),
                FailureKind.TRANSIENT,
                "connection-failed",
                "The connection to BASE failed: Connection reset");
    }

    @Test
    void waitsOutABodyThatIsCutOff() {
        assertFailure(
                failure(Fault.truncated()),
                FailureKind.TRANSIENT,
                "connection-failed",
                "The connection to BASE failed: unexpected end of stream");
    }

    @Test
    void waitsForAServerThatIsDown() {
        EmbeddingModel model = open(settings());
        stub.close();

        try (model) {
            ClassifiedException failure = Failures.of(model.embed(List.of("grain"), EmbeddingMode.DOCUMENT));
            assertFailure(
                    failure,
                    FailureKind.TRANSIENT,
                    "connection-failed",
                    "The connection to BASE failed: Failed to connect to /127.0.0.1:"
                            + stub.baseUrl().getPort());
        }
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("", "isn't what the API describes (JsonParseException)"),
                Arguments.of("<html>", "isn't what the API describes (JsonParseException)"),
                Arguments.of("[]", "isn't what the API describes (JsonParseException)"),
                Arguments.of("{}", "isn't what the API describes (JsonParseException)"),
                Arguments.of("{\"data\":[{\"index\":0}]}", "isn't what the API describes (JsonParseException)"),
                Arguments.of("{\"data\":[", "isn't what the API describes (JsonEOFException)"),
                Arguments.of(
                        "{\"data\":[{\"embedding\":\"%%\"}]}", "isn't what the API describes (JsonParseException)"),
                Arguments.of(
                        "{\"data\":[{\"embedding\":\"AAAA\"}]}", "isn't what the API describes (JsonParseException)"),
                Arguments.of(
                        "{\"data\":[{\"embedding\":[\"1\"]}]}", "isn't what the API describes (JsonParseException)"),
                Arguments.of("{\"data\":[]}", "holds 0 vectors for 1 texts"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void waitsOutABodyThatCannotBeRead(String body, String what) {
        assertFailure(
                failure(Fault.status(200, body)),
                FailureKind.TRANSIENT,
                "unreadable-reply",
                "BASE answered with success, but the body " + what);
    }

    @Test
    void waitsOutAReplyThatMissesAVector() {
        stub.failNext(Fault.Spoiled.ONE_VECTOR_MISSING);

        assertFailure(
                failure(settings(), "one", "two", "three"),
                FailureKind.TRANSIENT,
                "unreadable-reply",
                "BASE answered with success, but the body holds 2 vectors for 3 texts");
    }

    @Test
    void waitsOutAReplyWhoseIndexesDoNotFit() {
        stub.failNext(Fault.Spoiled.SAME_INDEX);

        assertFailure(
                failure(settings(), "one", "two"),
                FailureKind.TRANSIENT,
                "unreadable-reply",
                "BASE answered with success, but the body gives index 0 twice, or it is out of range");
    }

    @Test
    void rejectsATextWhoseVectorIsNotFinite() {
        for (String format : List.of("base64", "float")) {
            stub.failNext(Fault.Spoiled.NOT_A_NUMBER);

            assertFailure(
                    failure(settings().option("encoding-format", format), "one", "two"),
                    FailureKind.REJECTED,
                    "vector-not-finite",
                    "BASE answered a vector that isn't finite for input 0 of the request to model"
                            + " 'text-embedding-3-small'");
        }
    }

    @Test
    void takesANullInAVectorForNotFinite() {
        stub.failNext(Fault.status(200, "{\"data\":[{\"embedding\":[1,null]}]}"));

        assertThat(failure(settings().model("local-model").dimension(2)).code()).isEqualTo("vector-not-finite");
    }

    @Test
    void stopsWhenTheDimensionIsWrong() {
        stub.failNext(Fault.Spoiled.ONE_DIMENSION_MISSING);

        assertFailure(
                failure(settings(), "one"),
                FailureKind.FATAL,
                "dimension-mismatch",
                "BASE answered vectors of 1535 dimensions where 1536 were expected from model"
                        + " 'text-embedding-3-small': set embedding.dimension to 1535, or to one that the model can be"
                        + " shortened to");
    }

    private TestSettings settings() {
        return TestSettings.embedding(stub.baseUrl());
    }

    private void restart(StubOptions options) {
        stub.close();
        stub = StubOpenAi.start(options);
    }

    private ClassifiedException failure(Fault fault) {
        stub.failNext(fault);
        return failure(settings().model("local-model").dimension(384));
    }

    private static ClassifiedException failure(TestSettings settings, String... texts) {
        try (EmbeddingModel model = open(settings)) {
            return Failures.of(
                    model.embed(texts.length == 0 ? List.of("grain") : List.of(texts), EmbeddingMode.DOCUMENT));
        }
    }

    private static EmbeddingModel open(TestSettings settings) {
        return new OpenAiEmbeddingProvider().open(settings.settings());
    }

    private void assertFailure(ClassifiedException failure, FailureKind kind, String code, String message) {
        assertThat(failure).hasMessage(message.replace("BASE", stub.baseUrl().toString()));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
    }
}

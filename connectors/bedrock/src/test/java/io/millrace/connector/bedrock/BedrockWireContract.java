package io.millrace.connector.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.bedrock.stub.StubBedrock;
import io.millrace.connector.bedrock.stub.StubReply;
import io.millrace.connector.bedrock.stub.StubRequest;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every call of Bedrock keeps, whichever operation it is. */
abstract class BedrockWireContract {
    private static final int AT_ONCE = 200;
    private static final String TEXT = "Grandmother's recipe for millet bread";

    private final StubBedrock stub = new StubBedrock();
    private final TestSettings settings;
    private final String section;
    private Calling model;

    BedrockWireContract(String section, String model) {
        this.section = section;
        this.settings = TestSettings.of(section, stub.baseUrl(), model);
    }

    /** An open model, and one way to call it. */
    interface Calling extends AutoCloseable {
        CompletableFuture<?> call(String text);

        @Override
        void close();
    }

    protected abstract Calling open(TestSettings with);

    @BeforeEach
    void openTheModel() {
        model = open(settings);
    }

    @AfterEach
    void closeAll() {
        model.close();
        stub.close();
    }

    @Test
    void signsWhatItSends() {
        assertThat(call(model)).isNotNull();

        StubRequest request = stub.requests().get(0);
        assertThat(request.header("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=" + StubBedrock.ACCESS_KEY + "/")
                .contains("/us-east-1/bedrock/aws4_request");
        assertThat(request.rawPath()).matches("/model/[\\w.-]+%3A0/[a-z-]+");
        assertThat(request.header("Upgrade")).isNull();
    }

    @Test
    void bringsAnApiKeyInstead() {
        try (Calling other = open(settings.apiKey(StubBedrock.API_KEY))) {
            assertThat(call(other)).isNotNull();
        }
        assertThat(stub.requests().get(0).header("Authorization")).isEqualTo("Bearer " + StubBedrock.API_KEY);
    }

    @Test
    void hasNoCapOnCallsInFlight() {
        CountDownLatch all = new CountDownLatch(AT_ONCE);
        IntStream.range(0, AT_ONCE)
                .forEach(i -> stub.next((exchange, real) -> {
                    all.countDown();
                    await(all);
                    real.send(exchange);
                }));

        List<? extends CompletableFuture<?>> calls = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> model.call("wheel " + i))
                .toList();

        assertThat(calls)
                .allSatisfy(call -> assertThat(
                                (Object) call.orTimeout(60, TimeUnit.SECONDS).join())
                        .isNotNull());
        assertThat(all.getCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "400, ValidationException, REJECTED, validation-exception",
        "403, AccessDeniedException, FATAL, forbidden",
        "404, ResourceNotFoundException, FATAL, model-not-found",
        "408, ModelTimeoutException, TRANSIENT, timed-out",
        "424, ModelErrorException, TRANSIENT, unavailable",
        "429, ThrottlingException, TRANSIENT, rate-limited",
        "429, ModelNotReadyException, TRANSIENT, rate-limited",
        "400, ServiceQuotaExceededException, TRANSIENT, rate-limited",
        "400, ThrottlingException, TRANSIENT, rate-limited",
        "500, InternalServerException, TRANSIENT, unavailable",
        "503, ServiceUnavailableException, TRANSIENT, unavailable",
        "403, UnrecognizedClientException, FATAL, credentials-refused",
        "403, InvalidSignatureException, FATAL, credentials-refused",
        "403, ExpiredTokenException, FATAL, credentials-refused",
        "403, MissingAuthenticationTokenException, FATAL, credentials-refused",
        "400, SomethingNewException, REJECTED, something-new-exception",
        "502, SomethingNewException, TRANSIENT, unavailable"
    })
    void knowsWhatAnExceptionMeans(int status, String exception, FailureKind kind, String code) {
        ClassifiedException failure = failure(StubReply.error(status, exception, "no"));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(stub.baseUrl().toString()).hasMessageContaining(exception);
    }

    @ParameterizedTest
    @CsvSource({
        "301, FATAL, unexpected-status",
        "400, REJECTED, bad-request",
        "404, FATAL, model-not-found",
        "413, REJECTED, bad-request",
        "429, TRANSIENT, rate-limited",
        "500, TRANSIENT, unavailable",
        "503, TRANSIENT, unavailable"
    })
    void knowsWhatAStatusMeansOfAnybodyElse(int status, FailureKind kind, String code) {
        ClassifiedException failure = failure(StubReply.json(status, "<html>no</html>"));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void passesOnHowLongItIsToWait() {
        StubReply busy = StubReply.json(
                429,
                Map.of("x-amzn-ErrorType", "ThrottlingException", "Retry-After", "7"),
                "{\"message\":\"Too many requests, please wait before trying again.\"}");

        assertThat(failure(busy).retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(failure(StubReply.error(429, "ThrottlingException", "no")).retryAfter())
                .isNull();
    }

    @Test
    void saysWhatToMendInWhoIsAllowedWhat() {
        assertThat(failure(StubReply.error(403, "AccessDeniedException", "no")))
                .hasMessageContaining("bedrock:InvokeModel")
                .hasMessageContaining(section + ".model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The provided model identifier is invalid.",
                "Invocation of model ID x with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model."
            })
    void stopsForAModelThatCannotBeCalled(String words) {
        ClassifiedException failure = failure(StubReply.error(400, "ValidationException", words));

        assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
        assertThat(failure.code()).isEqualTo("model-not-found");
    }

    @Test
    void stopsWithCredentialsThatAreNot() {
        TestSettings.as(
                "AKIAOTHER",
                StubBedrock.SECRET_KEY,
                () -> assertThat(failure(settings).code()).isEqualTo("credentials-refused"));
        TestSettings.as(StubBedrock.ACCESS_KEY, "wrong", () -> {
            ClassifiedException failure = failure(settings);
            assertThat(failure.code()).isEqualTo("credentials-refused");
            assertThat(failure)
                    .hasMessageContaining("InvalidSignatureException")
                    .hasMessageContaining("AWS_ACCESS_KEY_ID")
                    .hasMessageContaining(section + ".api-key");
            assertThat(Failures.printed(failure)).doesNotContain(StubBedrock.ACCESS_KEY, "Canonical");
        });
    }

    @Test
    void stopsWithoutCredentials() {
        TestSettings.as(" ", " ", () -> {
            ClassifiedException failure = failure(settings);
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure.code()).isEqualTo("credentials-missing");
        });
        assertThat(stub.requests()).isEmpty();
    }

    @Test
    void stopsWithAWrongApiKey() {
        ClassifiedException failure = failure(settings.apiKey("wrong-key-0123456789"));

        assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
        assertThat(failure.code()).isEqualTo("api-key-refused");
        assertThat(failure).hasMessageContaining("set a valid one in " + section + ".api-key");
    }

    @Test
    void refusesAKeyThatNoHeaderTakes() {
        assertThatThrownBy(() -> open(settings.apiKey("two words")))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith(section + ".api-key has a character that no key has");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>hello</html>", "{", "[", "7", "\"text\"", "{\"other\":[]}"})
    void doesNotTakeAnythingElseForAReply(String body) {
        assertThat(failure(StubReply.json(200, body)).code()).isEqualTo("unreadable-reply");
    }

    @Test
    void takesAReplyThatBreaksOffForABrokenConnection() {
        stub.next((exchange, real) -> real.sendHalf(exchange));

        assertThat(failure().code()).isEqualTo("connection-failed");
    }

    @Test
    void takesNoReplyForABrokenConnection() {
        stub.next((exchange, real) -> exchange.close());

        ClassifiedException failure = failure();

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo("connection-failed");
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void takesAServerThatIsNotThereForABrokenConnection() {
        stub.close();

        assertThat(failure().code()).isEqualTo("connection-failed");
    }

    @Test
    void waitsForNoHeadLongerThanItsTimeout() {
        CountDownLatch over = new CountDownLatch(1);
        stub.next((exchange, real) -> await(over));

        ClassifiedException failure = failure(settings.timeout(Duration.ofMillis(300)));

        over.countDown();
        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure).hasMessage(stub.baseUrl() + " didn't answer within 300 ms (" + section + ".timeout)");
    }

    @Test
    void waitsForNoBodyLongerThanItsTimeout() {
        CountDownLatch over = new CountDownLatch(1);
        stub.next((exchange, real) -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await(over);
        });

        ClassifiedException failure = failure(settings.timeout(Duration.ofMillis(300)));

        over.countDown();
        assertThat(failure.code()).isEqualTo("timed-out");
    }

    @Test
    void closesTheConnectionOfACallThatIsGivenUp() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        stub.next((exchange, real) -> {
            exchange.sendResponseHeaders(200, 0);
            arrived.countDown();
            try {
                // To a connection that is closed, writing fails before long.
                while (gone.getCount() > 0) {
                    exchange.getResponseBody().write(new byte[4096]);
                    exchange.getResponseBody().flush();
                }
            } catch (IOException closed) {
                gone.countDown();
            }
        });
        CompletableFuture<?> call = model.call(TEXT);
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();

        call.cancel(true);

        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void repeatsNeitherKeysNorTexts() {
        String words = "bad: " + TEXT + ", sent with " + StubBedrock.API_KEY;
        try (Calling keyed = open(settings.apiKey(StubBedrock.API_KEY))) {
            for (String exception : List.of(
                    "ValidationException",
                    "AccessDeniedException",
                    "ResourceNotFoundException",
                    "ThrottlingException",
                    "InternalServerException",
                    "UnrecognizedClientException")) {
                for (Calling called : List.of(model, keyed)) {
                    stub.next(StubReply.error(400, exception, words));
                    assertThat(Failures.printed(Failures.of(called.call("What is " + TEXT + "?"))))
                            .doesNotContain("millet", "horse-battery");
                }
            }
            stub.next(StubReply.json(200, "{\"embeddings\": " + words));
            assertThat(Failures.printed(Failures.of(keyed.call(TEXT)))).doesNotContain("millet", "horse-battery");
        }
    }

    @Test
    void failsWhatIsInFlightWhenItCloses() {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        stub.next((exchange, real) -> {
            arrived.countDown();
            await(over);
        });
        CompletableFuture<?> call = model.call(TEXT);
        await(arrived);

        model.close();
        model.close();

        assertThat(Failures.of(call).code()).isEqualTo("closed");
        over.countDown();
    }

    @Test
    void refusesOptionsThatNobodyKnows() {
        assertThatThrownBy(() -> open(settings.option("regoin", "eu-west-1")))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("Unknown option 'regoin' (" + section + ".options.regoin). Known: ");
    }

    protected final StubBedrock stub() {
        return stub;
    }

    protected final TestSettings settings() {
        return settings;
    }

    private static Object call(Calling called) {
        return called.call(TEXT).orTimeout(60, TimeUnit.SECONDS).join();
    }

    private ClassifiedException failure(StubReply reply) {
        stub.next(reply);
        return failure();
    }

    private ClassifiedException failure() {
        return Failures.of(model.call("What is " + TEXT + "?"));
    }

    private ClassifiedException failure(TestSettings other) {
        try (Calling opened = open(other)) {
            return Failures.of(opened.call(TEXT));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            boolean unused = latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

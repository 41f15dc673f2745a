package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.http.stub.StubReply;
import io.millrace.connector.http.stub.StubRequest;
import io.millrace.connector.http.stub.StubRerank;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import io.millrace.rerank.RerankModel;
import io.millrace.rerank.RerankModelContract;
import io.millrace.rerank.RerankProvider;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every rerank model over HTTP keeps, against a server that speaks its provider's wire. */
abstract class HttpRerankContract extends RerankModelContract {
    private static final int AT_ONCE = 200;
    private static final String TEXT = "Grandmother's recipe for millet bread";

    private final StubRerank stub;
    private final RerankProvider provider;
    private final TestSettings settings;

    HttpRerankContract(StubRerank stub, RerankProvider provider, String model) {
        this.stub = stub;
        this.provider = provider;
        this.settings =
                TestSettings.of(provider.name(), stub.baseUrl()).model(model).apiKey(StubRerank.KEY);
    }

    @Override
    protected RerankModel openModel() {
        return provider.open(settings.settings());
    }

    @AfterEach
    void closeTheStub() {
        stub.close();
    }

    /** A reply of the provider's own shape, from results as {@code [{"index":0,"score":0.5}]}. */
    protected abstract String reply(String results);

    protected final StubRerank stub() {
        return stub;
    }

    protected final TestSettings settings() {
        return settings;
    }

    protected final RerankProvider provider() {
        return provider;
    }

    @Test
    void namesItselfAsConfigured() {
        assertThat(model().name()).isEqualTo(provider.name() + "/" + settings.model());
    }

    @Test
    void bringsItsKeyAndSpeaksJson() {
        rerank("wheel", List.of(TEXT));

        StubRequest request = stub.requests().get(0);
        assertThat(request.header("Authorization")).isEqualTo("Bearer " + StubRerank.KEY);
        assertThat(request.header("Accept")).isEqualTo("application/json");
        assertThat(request.header("User-Agent")).isEqualTo("millrace");
        assertThat(request.header("Upgrade")).isNull();
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

        List<CompletableFuture<RerankModel.Reply>> calls = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> model().rerank("wheel", List.of("wheel " + i)))
                .toList();

        assertThat(calls)
                .allSatisfy(call -> assertThat(
                                call.orTimeout(60, TimeUnit.SECONDS).join().scores())
                        .hasSize(1));
    }

    @Test
    void sendsNoMoreDocumentsThanAreConfigured() {
        try (RerankModel model =
                provider.open(settings.option("max-documents", "7").settings())) {
            assertThat(model.limits().documents()).isEqualTo(7);
        }
        assertThatThrownBy(() ->
                        provider.open(settings.option("max-documents", "0").settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage("rerank.options.max-documents must be a whole number of at least 1, got '0'");
        assertThatThrownBy(() -> provider.open(settings.option("max_docs", "9").settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage("Unknown option 'max_docs' (rerank.options.max_docs). Known: max-documents");
    }

    @ParameterizedTest
    @CsvSource({
        "400, REJECTED, bad-request",
        "401, FATAL, api-key-refused",
        "402, FATAL, no-balance",
        "403, FATAL, forbidden",
        "404, FATAL, model-not-found",
        "405, FATAL, unexpected-status",
        "301, FATAL, unexpected-status",
        "408, TRANSIENT, timed-out",
        "409, TRANSIENT, unavailable",
        "413, REJECTED, bad-request",
        "422, REJECTED, bad-request",
        "424, TRANSIENT, unavailable",
        "425, TRANSIENT, unavailable",
        "429, TRANSIENT, rate-limited",
        "500, TRANSIENT, unavailable",
        "502, TRANSIENT, unavailable",
        "503, TRANSIENT, unavailable",
        "504, TRANSIENT, unavailable",
        "529, TRANSIENT, unavailable"
    })
    void knowsWhatAStatusMeans(int status, FailureKind kind, String code) {
        ClassifiedException failure = failure(new StubReply(status, "<html>no</html>"));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(stub.baseUrl().toString()).hasMessageContaining("" + status);
    }

    @Test
    void sendsTextsToNoOtherAddress() {
        StubReply moved = new StubReply(307, Map.of("Location", stub.baseUrl() + "/elsewhere"), "");

        assertThat(failure(moved).code()).isEqualTo("unexpected-status");
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void passesOnHowLongAServerWantsToBeLeftAlone() {
        assertThat(failure(new StubReply(429, Map.of("Retry-After", "7"), "")).retryAfter())
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(failure(new StubReply(503, Map.of("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"), ""))
                        .retryAfter())
                .isZero();
        assertThat(failure(new StubReply(429, Map.of("retry-after-ms", "1250", "Retry-After", "2"), ""))
                        .retryAfter())
                .isEqualTo(Duration.ofMillis(1250));
        assertThat(failure(new StubReply(503, "")).retryAfter()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"index\":0,\"score\":0.5}]",
                "[{\"index\":0,\"score\":0.5},{\"index\":1,\"score\":0.5},{\"index\":2,\"score\":0.5}]",
                "[{\"index\":0,\"score\":0.5},{\"index\":0,\"score\":0.5}]",
                "[{\"index\":0,\"score\":0.5},{\"index\":2,\"score\":0.5}]",
                "[{\"index\":0,\"score\":0.5},{\"index\":-1,\"score\":0.5}]",
                "[{\"index\":0,\"score\":0.5},{\"score\":0.5}]",
                "[{\"index\":0,\"score\":0.5},{\"index\":1,\"score\":NaN}]",
                "[{\"index\":0,\"score\":0.5},{\"index\":1,\"score\":null}]",
                "[{\"index\":0,\"score\":0.5},{\"index\":1,\"score\":1e400}]",
                "[{\"index\":0,\"score\":0.5},{\"index\":1}]",
                "[{\"index\":0,\"score\":0.5},7]",
                "{}",
                "null"
            })
    void doesNotTakeNonsenseForScores(String results) {
        ClassifiedException failure = failure(new StubReply(200, reply(results)));

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo("unreadable-reply");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>hello</html>", "{", "[", "7", "\"text\"", "{\"other\":[]}"})
    void doesNotTakeAnythingElseForAReply(String body) {
        assertThat(failure(new StubReply(200, body)).code()).isEqualTo("unreadable-reply");
    }

    @Test
    void takesAReplyThatBreaksOffForABrokenConnection() {
        stub.next((exchange, real) -> real.sendHalf(exchange));

        assertThat(failure().code()).isEqualTo("connection-failed");
    }

    @Test
    void takesNoReplyForABrokenConnection() {
        stub.next((exchange, real) -> exchange.close());

        assertThat(failure().code()).isEqualTo("connection-failed");
    }

    @Test
    void takesAServerThatIsNotThereForABrokenConnection() {
        stub.close();

        ClassifiedException failure = failure();

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo("connection-failed");
    }

    @Test
    void waitsForNoHeadLongerThanItsTimeout() {
        CountDownLatch over = new CountDownLatch(1);
        stub.next((exchange, real) -> await(over));

        ClassifiedException failure = impatient();

        over.countDown();
        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo("timed-out");
        assertThat(failure).hasMessage(stub.baseUrl() + " didn't answer within 300 ms (rerank.timeout)");
    }

    @Test
    void waitsForNoBodyLongerThanItsTimeout() {
        CountDownLatch over = new CountDownLatch(1);
        stub.next((exchange, real) -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('[');
            exchange.getResponseBody().flush();
            await(over);
        });

        ClassifiedException failure = impatient();

        over.countDown();
        assertThat(failure.code()).isEqualTo("timed-out");
    }

    @Test
    void repeatsNeitherKeysNorTexts() {
        String words = "bad: " + TEXT + ", sent with " + StubRerank.KEY;
        for (int status : new int[] {400, 401, 403, 404, 429, 500}) {
            String body =
                    "{\"message\":\"%1$s\",\"error\":{\"message\":\"%1$s\"},\"detail\":\"%1$s\"}".formatted(words);
            assertThat(Failures.printed(failure(new StubReply(status, body))))
                    .doesNotContain("millet", "horse-battery");
        }
        assertThat(Failures.printed(failure(new StubReply(200, "{\"results\": " + words))))
                .doesNotContain("millet");
    }

    @Test
    void stopsWithoutAKeyOrWithAWrongOne() {
        if (!keyIsWanted()) {
            return;
        }
        assertThat(failure(settings.apiKey("wrong")).code()).isEqualTo("api-key-refused");
        assertThat(failure(settings.apiKey("wrong"))).hasMessageContaining("set a valid one in rerank.api-key");
        assertThat(failure(settings.apiKey(" ")).code()).isEqualTo("api-key-missing");
    }

    /** Whether the stub wants a key. */
    protected boolean keyIsWanted() {
        return true;
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "line\nbreak", "schlüssel"})
    void refusesAKeyThatNoHeaderTakes(String key) {
        assertThatThrownBy(() -> provider.open(settings.apiKey(key).settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage("rerank.api-key has a character that no key has: a space, a line break, or one that isn't"
                        + " ASCII");
    }

    @Test
    void refusesWhatTheRealServerRefuses() {
        int tooMany = stub.mostDocuments() + 1;

        ClassifiedException failure = Failures.of(model().rerank("wheel", Collections.nCopies(tooMany, "wheel")));

        assertThat(failure.kind()).isEqualTo(FailureKind.REJECTED);
        assertThat(failure)
                .hasMessageContaining("%d".formatted(stub.mostDocuments()))
                .hasMessageContaining(" refused the request: ");
    }

    /** The failure of a call that meets this reply. */
    protected final ClassifiedException failure(StubReply reply) {
        stub.next(reply);
        return failure();
    }

    private ClassifiedException failure() {
        return Failures.of(model().rerank("What is " + TEXT + "?", List.of("A " + TEXT, "bread")));
    }

    private ClassifiedException failure(TestSettings other) {
        try (RerankModel model = provider.open(other.settings())) {
            return Failures.of(model.rerank("wheel", List.of(TEXT)));
        }
    }

    private ClassifiedException impatient() {
        return failure(settings.timeout(Duration.ofMillis(300)));
    }

    private static void await(CountDownLatch latch) {
        try {
            boolean unused = latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

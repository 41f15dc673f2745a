package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.http.stub.StubProvider;
import io.millrace.connector.http.stub.StubProvider.Script;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.connector.http.stub.StubRequest;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every model over HTTP keeps, whatever it is for, against a server that speaks its provider's wire. */
interface HttpModelContract {
    int AT_ONCE = 200;
    /** What calls hold that are to fail. */
    String TEXT = "Grandmother's recipe for millet bread";
    /** What a server may say of them. */
    String QUOTING = "bad: " + TEXT + ", sent with " + StubProvider.KEY;

    StubProvider stub();

    /** With which the stub is reached and answers. */
    TestSettings settings();

    /** Calls the model that is open; equal texts bring equal replies. */
    CompletableFuture<?> call(String text);

    /** How a call with {@link #TEXT} fails of a model that has other settings. */
    ClassifiedException failure(TestSettings other);

    /** The header that brings the key, as the stub wants it. */
    default Map.Entry<String, String> keyHeader() {
        return Map.entry("Authorization", "Bearer " + StubProvider.KEY);
    }

    /** What a reply may go on with for ever. */
    default String endless() {
        return " ".repeat(8192);
    }

    @Test
    default void bringsItsKeyAndSpeaksJson() {
        Object unused = reply(call(TEXT));

        StubRequest request = stub().requests().get(0);
        assertThat(request.header(keyHeader().getKey())).isEqualTo(keyHeader().getValue());
        assertThat(request.header("Accept")).isEqualTo("application/json");
        assertThat(request.header("User-Agent")).isEqualTo("millrace");
        assertThat(request.header("Upgrade")).isNull();
    }

    @Test
    default void hasNoCapOnCallsInFlightAndMixesNoneUp() {
        CountDownLatch all = new CountDownLatch(AT_ONCE);
        IntStream.range(0, AT_ONCE)
                .forEach(i -> stub().next((exchange, real) -> {
                    all.countDown();
                    Failures.await(all);
                    real.send(exchange);
                }));

        List<? extends CompletableFuture<?>> calls =
                IntStream.range(0, AT_ONCE).mapToObj(i -> call("Question " + i)).toList();

        for (int i = 0; i < AT_ONCE; i++) {
            assertThat(reply(calls.get(i))).isEqualTo(reply(call("Question " + i)));
        }
        assertThat(all.getCount()).isZero();
    }

    @Test
    default void givesTheHttpCallUpWhenItIsCancelled() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        stub().next((exchange, real) -> {
            StubReply.beginBody(exchange);
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    StubReply.sendPart(exchange, endless());
                    begun.countDown();
                }
            } catch (IOException closed) {
                gone.countDown();
            }
        });

        CompletableFuture<?> call = call(TEXT);
        Failures.await(begun);
        call.cancel(true);

        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
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
    default void knowsWhatAStatusMeans(int status, FailureKind kind, String code) {
        ClassifiedException failure = failure(new StubReply(status, "<html>no</html>"));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(stub().baseUrl().toString()).hasMessageContaining("" + status);
    }

    @Test
    default void sendsTextsToNoOtherAddress() {
        StubReply moved = new StubReply(307, Map.of("Location", stub().baseUrl() + "/elsewhere"), "");

        assertThat(failure(moved).code()).isEqualTo("unexpected-status");
        assertThat(stub().requests()).hasSize(1);
    }

    @Test
    default void passesOnHowLongAServerWantsToBeLeftAlone() {
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
    @ValueSource(strings = {"", "<html>hello</html>", "{", "[", "7", "\"text\"", "{}", "{\"other\":[]}", "null"})
    default void doesNotTakeAnythingElseForAReply(String body) {
        assertThat(failure(new StubReply(200, body)).code()).isEqualTo("unreadable-reply");
    }

    @Test
    default void takesAReplyThatBreaksOffForABrokenConnection() {
        stub().next((exchange, real) -> real.sendHalf(exchange));

        assertThat(failure().code()).isEqualTo("connection-failed");
    }

    @Test
    default void takesNoReplyForABrokenConnection() {
        stub().next((exchange, real) -> exchange.close());

        assertThat(failure().code()).isEqualTo("connection-failed");
    }

    @Test
    default void takesAServerThatIsNotThereForABrokenConnection() {
        stub().close();

        ClassifiedException failure = failure();

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo("connection-failed");
    }

    @Test
    default void waitsForNoHeadLongerThanItsTimeout() {
        assertTimesOut((exchange, real) -> {});
    }

    @Test
    default void waitsForNoBodyLongerThanItsTimeout() {
        assertTimesOut((exchange, real) -> {
            StubReply.beginBody(exchange);
            StubReply.sendPart(exchange, "[");
        });
    }

    /** A call doesn't wait when nothing follows this beginning of an answer. */
    private void assertTimesOut(Script beginning) {
        CountDownLatch over = new CountDownLatch(1);
        stub().next((exchange, real) -> {
            beginning.play(exchange, real);
            Failures.await(over);
        });

        ClassifiedException failure = failure(settings().timeout(Duration.ofMillis(300)));

        over.countDown();
        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo("timed-out");
        assertThat(failure)
                .hasMessage(stub().baseUrl() + " didn't answer within 300 ms ("
                        + settings().section() + ".timeout)");
    }

    @Test
    default void repeatsNeitherKeysNorTexts() {
        for (int status : new int[] {400, 401, 403, 404, 429, 500}) {
            String body =
                    "{\"message\":\"%1$s\",\"error\":{\"message\":\"%1$s\"},\"detail\":\"%1$s\"}".formatted(QUOTING);
            assertThat(Failures.printed(failure(new StubReply(status, body))))
                    .doesNotContain("millet", "horse-battery");
        }
        assertThat(Failures.printed(failure(new StubReply(200, "{\"results\": " + QUOTING))))
                .doesNotContain("millet");
    }

    @Test
    default void stopsWithoutAKeyOrWithAWrongOne() {
        assertThat(failure(settings().apiKey("wrong")).code()).isEqualTo("api-key-refused");
        assertThat(failure(settings().apiKey("wrong")))
                .hasMessageContaining("set a valid one in " + settings().section() + ".api-key");
        assertThat(failure(settings().apiKey(" ")).code()).isEqualTo("api-key-missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "line\nbreak", "schlüssel"})
    default void refusesAKeyThatNoHeaderTakes(String key) {
        assertThatThrownBy(() -> failure(settings().apiKey(key)))
                .isInstanceOf(FatalException.class)
                .hasMessage(settings().section()
                        + ".api-key has a character that no key has: a space, a line break, or one that isn't"
                        + " ASCII");
    }

    @Test
    default void stopsWhereTheServerKnowsNoSuchModel() {
        // An embedding model that isn't known here needs a dimension; to others it is nothing.
        ClassifiedException failure =
                failure(settings().model("a-model-of-tomorrow").dimension(48));

        assertThat(failure.code()).isEqualTo("model-not-found");
        assertThat(failure)
                .hasMessageContaining("'a-model-of-tomorrow'")
                .hasMessageContaining(settings().section() + ".model");
    }

    /** The failure of a call that meets this reply. */
    default ClassifiedException failure(StubReply reply) {
        stub().next(reply);
        return failure();
    }

    private ClassifiedException failure() {
        return Failures.of(call(TEXT));
    }

    private static Object reply(CompletableFuture<?> call) {
        return call.orTimeout(60, TimeUnit.SECONDS).join();
    }
}

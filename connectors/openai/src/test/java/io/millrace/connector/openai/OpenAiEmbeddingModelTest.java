package io.millrace.connector.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.openai.stub.Fault;
import io.millrace.connector.openai.stub.StubCall;
import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingModel.Response;
import io.millrace.embed.RateLimits;
import io.millrace.embed.Vector;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenAiEmbeddingModelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A timeout that can't be what ends a call while a test is patient. */
    private static final Duration LONGER = Duration.ofMinutes(10);

    private final StubOpenAi stub = StubOpenAi.start(StubOptions.defaults().withModel("local-model", 384));

    @AfterEach
    void closeTheStub() {
        stub.close();
    }

    @Test
    void asksForBase64AndForNothingThatWasNotSet() {
        embed(settings(), "one", "two");

        JsonNode request = onlyCall().request();
        assertThat(request)
                .hasToString("{\"input\":[\"one\",\"two\"],\"model\":\"text-embedding-3-small\","
                        + "\"encoding_format\":\"base64\"}");
    }

    @Test
    void readsFloatsAsItReadsBase64() {
        Response base64 = embed(settings(), "grain", "flour");
        Response floats = embed(settings().option("encoding-format", "float"), "grain", "flour");

        assertThat(stub.calls().get(1).request().path("encoding_format").asText())
                .isEqualTo("float");
        assertThat(floats.vectors()).isEqualTo(base64.vectors());
    }

    @Test
    void tellsWhatTheServerSaysOfItsRates() {
        try (StubOpenAi limited = StubOpenAi.start(StubOptions.defaults().withRates(3000, 0))) {
            RateLimits limits =
                    embed(TestSettings.embedding(limited.baseUrl()), "grain").rateLimits();

            RateLimits.Window requests = Objects.requireNonNull(limits.requests());
            assertThat(requests.limit()).isEqualTo(3000);
            assertThat(requests.remaining()).isBetween(2999L, 3000L);
            assertThat(requests.resetsIn()).isBetween(Duration.ZERO, Duration.ofMillis(20));
            assertThat(limits.tokens()).isNull();
        }
        assertThat(embed(settings(), "grain").rateLimits()).isEqualTo(RateLimits.UNKNOWN);
    }

    @Test
    void leavesTheEncodingOutForServersThatChokeOnIt() {
        embed(settings().option("encoding-format", "none"), "grain");

        assertThat(onlyCall().request().has("encoding_format")).isFalse();
    }

    @Test
    void asksForTheConfiguredDimension() {
        Response response = embed(settings().dimension(256), "grain");

        assertThat(onlyCall().request().path("dimensions").asInt()).isEqualTo(256);
        assertThat(response.vectors().get(0).dimension()).isEqualTo(256);
    }

    @Test
    void doesNotAskForTheDimensionThatTheModelHasAnyway() {
        embed(settings().model("text-embedding-ada-002").dimension(1536), "grain");

        assertThat(onlyCall().request().has("dimensions")).isFalse();
    }

    @Test
    void doesNotAskForADimensionWhenToldNotTo() {
        embed(settings().model("local-model").dimension(384).option("send-dimensions", "false"), "grain");

        assertThat(onlyCall().request().has("dimensions")).isFalse();
    }

    @Test
    void putsThePrefixOfTheModeBeforeEachText() {
        try (EmbeddingModel model = open(settings().prefixes("passage: ", "query: "))) {
            join(model.embed(List.of("a", "b"), EmbeddingMode.DOCUMENT));
            join(model.embed(List.of("c"), EmbeddingMode.QUERY));
        }

        assertThat(stub.calls())
                .extracting(call -> call.request().path("input").toString())
                .containsExactly("[\"passage: a\",\"passage: b\"]", "[\"query: c\"]");
    }

    @Test
    void putsVectorsInTheOrderOfTheirIndexes() {
        Response expected = embed(settings(), "one", "two", "three");
        stub.failNext(Fault.Spoiled.REVERSED);

        assertThat(embed(settings(), "one", "two", "three").vectors()).isEqualTo(expected.vectors());
    }

    @Test
    void countsTokensItselfWhenTheServerDoesNot() {
        Usage counted = embed(settings(), "the mill wheel turns", "slowly").usage();
        stub.failNext(Fault.Spoiled.WITHOUT_USAGE);

        assertThat(embed(settings(), "the mill wheel turns", "slowly").usage()).isEqualTo(counted);
        assertThat(counted).isEqualTo(new Usage(1, onlyTokens(), 0));
    }

    @Test
    void sendsTheKeyAsABearer() {
        embed(settings().apiKey(" local-secret-key\n"), "grain");

        assertThat(onlyCall().headers()).containsEntry("authorization", "Bearer local-secret-key");
    }

    @Test
    void sendsNoKeyWhenThereIsNone() {
        embed(settings(), "grain");

        assertThat(onlyCall().headers()).doesNotContainKey("authorization");
    }

    @Test
    void sendsNothingAboutThisMachine() {
        embed(settings(), "grain");

        assertThat(onlyCall().headers())
                .containsOnlyKeys(
                        "accept-encoding", "connection", "content-length", "content-type", "host", "user-agent")
                .containsEntry("user-agent", "millrace");
    }

    @Test
    void holdsTwoHundredCallsInFlight() throws InterruptedException {
        stub.hold();
        try (EmbeddingModel model = open(settings().concurrency(200).dimension(8))) {
            List<CompletableFuture<Response>> calls = IntStream.range(0, 200)
                    .mapToObj(i -> model.embed(List.of("caller " + i), EmbeddingMode.DOCUMENT))
                    .toList();
            boolean arrived = stub.awaitInFlight(200, PATIENCE);
            stub.release();

            assertThat(arrived).as("200 calls in flight at once").isTrue();
            assertThat(stub.peakInFlight()).isEqualTo(200);
            assertThat(calls)
                    .allSatisfy(call -> assertThat(join(call).vectors()).hasSize(1));
        }
    }

    @Test
    void keepsConnectionsForTheNextCall() {
        try (EmbeddingModel model = open(settings())) {
            for (int i = 0; i < 20; i++) {
                join(model.embed(List.of("text " + i), EmbeddingMode.DOCUMENT));
            }
        }

        assertThat(stub.connectionsAccepted()).isEqualTo(1);
    }

    @Test
    void givesTheHttpCallUpWhenItsFutureIsCancelled() throws InterruptedException {
        stub.failNext(Fault.hang());
        try (EmbeddingModel model = open(settings().timeout(LONGER))) {
            CompletableFuture<Response> call = model.embed(List.of("grain"), EmbeddingMode.DOCUMENT);
            boolean arrived = stub.awaitInFlight(1, PATIENCE);

            call.cancel(true);

            assertThat(arrived).isTrue();
            assertThat(stub.awaitCalls(1, PATIENCE))
                    .as("the server saw the client leave")
                    .isTrue();
            assertThat(onlyCall().outcome()).isEqualTo(StubCall.Outcome.ABANDONED);
        }
    }

    @Test
    void givesCallsInFlightUpWhenClosed() throws InterruptedException {
        stub.failNext(Fault.hang());
        EmbeddingModel model = open(settings().timeout(LONGER));
        CompletableFuture<Response> call = model.embed(List.of("grain"), EmbeddingMode.DOCUMENT);
        boolean arrived = stub.awaitInFlight(1, PATIENCE);

        model.close();

        assertThat(arrived).isTrue();
        assertThat(Failures.of(call)).hasMessage("The model 'text-embedding-3-small' at %s is closed", stub.baseUrl());
        assertThat(stub.awaitCalls(1, PATIENCE)).isTrue();
    }

    @Test
    void triesNothingTwice() {
        stub.failNext(Fault.status(500));
        try (EmbeddingModel model = open(settings())) {
            Failures.of(model.embed(List.of("grain"), EmbeddingMode.DOCUMENT));
        }

        assertThat(stub.calls()).hasSize(1);
    }

    @Test
    void takesAFullRequest() {
        List<String> texts = IntStream.range(0, 2048).mapToObj(i -> "text " + i).toList();
        try (EmbeddingModel model = open(settings())) {
            List<Vector> vectors =
                    join(model.embed(texts, EmbeddingMode.DOCUMENT)).vectors();

            assertThat(vectors)
                    .hasSize(2048)
                    .allSatisfy(vector -> assertThat(vector.dimension()).isEqualTo(1536));
        }
    }

    private TestSettings settings() {
        return TestSettings.embedding(stub.baseUrl());
    }

    private static EmbeddingModel open(TestSettings settings) {
        return new OpenAiEmbeddingProvider().open(settings.settings());
    }

    private static Response embed(TestSettings settings, String... texts) {
        try (EmbeddingModel model = open(settings)) {
            return join(model.embed(List.of(texts), EmbeddingMode.DOCUMENT));
        }
    }

    private static <T> T join(CompletableFuture<T> call) {
        return call.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private StubCall onlyCall() {
        assertThat(stub.calls()).hasSize(1);
        return stub.calls().get(0);
    }

    private long onlyTokens() {
        return stub.calls().get(0).tokens();
    }
}

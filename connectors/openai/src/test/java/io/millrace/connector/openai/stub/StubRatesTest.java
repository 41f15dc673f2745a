package io.millrace.connector.openai.stub;

import static io.millrace.connector.openai.stub.StubClient.header;
import static io.millrace.connector.openai.stub.StubClient.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.openai.stub.StubCall.Outcome;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The limits over HTTP, and what is kept of them. */
class StubRatesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void tellsTheRatesOnEveryReply() throws IOException, InterruptedException {
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults().withRates(3000, 1_000_000))) {
            stub.failNext(Fault.status(503));
            for (int status : new int[] {503, 200}) {
                HttpResponse<String> response = StubClient.of(stub).embed("one two");

                assertThat(response.statusCode()).isEqualTo(status);
                assertThat(header(response, "x-ratelimit-limit-requests")).isEqualTo("3000");
                assertThat(header(response, "x-ratelimit-limit-tokens")).isEqualTo("1000000");
                assertThat(header(response, "x-ratelimit-remaining-requests")).containsOnlyDigits();
                assertThat(header(response, "x-ratelimit-reset-tokens")).matches("[0-9]+m?s");
            }
        }
    }

    @Test
    void tellsNoRatesWhenThereAreNone() throws IOException, InterruptedException {
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults())) {
            assertThat(StubClient.of(stub).embed("a").headers().map().keySet())
                    .noneMatch(name -> name.startsWith("x-ratelimit"));
        }
    }

    @Test
    void keepsUntilWhenEach429AskedForQuietAndWhoDidNotWait() throws IOException, InterruptedException {
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults().withRates(1, 0))) {
            StubClient client = StubClient.of(stub);
            client.embed("a");
            HttpResponse<String> refused = client.embed("b");
            client.embed("b");

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(message(refused)).startsWith("Rate limit reached for text-embedding-3-small");
            StubCall call = stub.calls().get(1);
            assertThat(call.outcome()).isEqualTo(Outcome.LIMITED);
            assertThat(Duration.between(call.at(), call.retryAt()))
                    .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(61));
            assertThat(stub.totals().rateLimited()).isEqualTo(2);
            assertThat(stub.totals().early()).isEqualTo(1);
        }
    }

    @Test
    void countsTokensOfChatAgainstTheRateToo() throws IOException, InterruptedException {
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults().withRates(0, 5))) {
            stub.replyNext("one two three four");
            HttpResponse<String> refused = StubClient.of(stub).ask("Why?");

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(message(refused)).contains("Request too large", "Limit 5, Requested 6.");
        }
    }

    @Test
    void refusesMoreCallsAtOnceThanItsConcurrency() throws IOException, InterruptedException {
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults().withConcurrency(1))) {
            StubClient client = StubClient.of(stub);
            stub.hold();
            CompletableFuture<HttpResponse<String>> first = client.embedLater("a");
            assertThat(stub.awaitInFlight(1, PATIENCE)).isTrue();
            CompletableFuture<HttpResponse<String>> second = client.embedLater("b");
            assertThat(stub.awaitInFlight(2, PATIENCE)).isTrue();
            stub.release();

            assertThat(first.join().statusCode()).isEqualTo(200);
            assertThat(second.join().statusCode()).isEqualTo(429);
            assertThat(header(second.join(), "retry-after")).isEqualTo("1");
            assertThat(stub.calls()).extracting(StubCall::inFlight).containsExactlyInAnyOrder(1, 2);
        }
    }
}

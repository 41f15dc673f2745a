package io.millrace.benchmark.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * What the stub has counted since it was reset.
 *
 * @param requests of any outcome
 * @param inputs texts in those that were answered
 * @param tokens that it bills
 * @param rateLimited requests that got 429
 * @param early requests that arrived before the Retry-After of any 429 had passed
 * @param earlyBeyondGrace those that weren't on the wire when that 429 was sent
 * @param peakInFlight requests at once
 * @param seconds from the first request's arrival to the end of the last
 */
public record StubTotals(
        long requests,
        long inputs,
        long tokens,
        long rateLimited,
        long early,
        long earlyBeyondGrace,
        int peakInFlight,
        double seconds) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Asks the stub. */
    public static StubTotals of(URI provider) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(provider.resolve("/stub/totals")).build());
    }

    /** Makes the stub count anew and have its allowances full again; gives what it had counted. */
    public static StubTotals reset(URI provider) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(provider.resolve("/stub/reset"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private static StubTotals send(HttpRequest request) throws IOException, InterruptedException {
        JsonNode json = Json.MAPPER.readTree(
                HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        return new StubTotals(
                json.required("calls").asLong(),
                json.required("inputs").asLong(),
                json.required("tokensBilled").asLong(),
                json.required("rateLimited").asLong(),
                json.required("early").asLong(),
                json.required("earlyBeyondGrace").asLong(),
                json.required("peakInFlight").asInt(),
                json.required("spanNanos").asLong() / 1e9);
    }
}

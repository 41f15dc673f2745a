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
 * @param requests embedding requests answered
 * @param inputs texts in them
 * @param tokens of those
 * @param seconds from the first request's arrival to the end of the last
 */
public record StubTotals(long requests, long inputs, long tokens, double seconds) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Asks the stub. */
    public static StubTotals of(URI provider) throws IOException, InterruptedException {
        JsonNode json = Json.MAPPER.readTree(HTTP.send(
                        HttpRequest.newBuilder(provider.resolve("/stub/totals")).build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body());
        return new StubTotals(
                json.path("requests").asLong(),
                json.path("inputs").asLong(),
                json.path("tokens").asLong(),
                (json.path("lastMicros").asLong() - json.path("firstMicros").asLong()) / 1e6);
    }

    /** Makes the stub count anew. */
    public static void reset(URI provider) throws IOException, InterruptedException {
        HTTP.send(
                HttpRequest.newBuilder(provider.resolve("/stub/reset"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }
}

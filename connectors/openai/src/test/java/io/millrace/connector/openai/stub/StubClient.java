package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Calls a stub as a client would that knows nothing of this project. */
final class StubClient {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI baseUrl;

    StubClient(URI baseUrl) {
        this.baseUrl = baseUrl;
    }

    static StubClient of(StubOpenAi stub) {
        return new StubClient(stub.baseUrl());
    }

    HttpResponse<String> embed(String... texts) throws IOException, InterruptedException {
        return client.send(embedding("float", texts), BodyHandlers.ofString());
    }

    HttpResponse<String> embedAsBase64(String... texts) throws IOException, InterruptedException {
        return client.send(embedding("base64", texts), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> embedLater(String... texts) {
        return client.sendAsync(embedding("float", texts), BodyHandlers.ofString());
    }

    HttpResponse<String> ask(String question) throws IOException, InterruptedException {
        ObjectNode body = StubOpenAi.JSON.createObjectNode().put("model", "gpt-4o");
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        return chat(body);
    }

    HttpResponse<String> chat(ObjectNode body) throws IOException, InterruptedException {
        return client.send(post("/v1/chat/completions", body.toString()), BodyHandlers.ofString());
    }

    JsonNode totals() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(baseUrl.resolve("/stub/totals")).build();
        return json(client.send(request, BodyHandlers.ofString()));
    }

    void reset() throws IOException, InterruptedException {
        client.send(post("/stub/reset", ""), BodyHandlers.discarding());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return StubOpenAi.JSON.readTree(response.body());
    }

    static String message(HttpResponse<String> response) throws IOException {
        return json(response).path("error").path("message").asText();
    }

    static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private HttpRequest embedding(String format, String... texts) {
        ObjectNode body = StubOpenAi.JSON
                .createObjectNode()
                .put("model", "text-embedding-3-small")
                .put("encoding_format", format);
        List.of(texts).forEach(body.withArray("input")::add);
        return post("/v1/embeddings", body.toString());
    }

    private HttpRequest post(String path, String body) {
        return HttpRequest.newBuilder(baseUrl.resolve(path))
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}

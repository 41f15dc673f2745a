package io.millrace.connector.openai.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.openai.stub.StubCall.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StubOpenAiTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private StubOpenAi stub = StubOpenAi.start(StubOptions.defaults().withLimits(3, 4, 6));

    @AfterEach
    void closeTheStub() {
        stub.close();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("{", 400, "We could not parse the JSON body of your request."),
                Arguments.of("{\"input\":\"a\"}", 400, "Missing required parameter: 'model'."),
                Arguments.of(
                        request("\"a\",\"truncate\":true"), 400, "Unrecognized request argument supplied: truncate"),
                Arguments.of(
                        "{\"model\":\"nope\",\"input\":\"a\"}",
                        404,
                        "The model `nope` does not exist or you do not have access to it."),
                Arguments.of(
                        request("[\"a\",\"\"]"),
                        400,
                        "'$.input' is invalid. Please check the API reference:"
                                + " https://platform.openai.com/docs/api-reference."),
                Arguments.of(
                        request("[]"),
                        400,
                        "'$.input' is invalid. Please check the API reference:"
                                + " https://platform.openai.com/docs/api-reference."),
                Arguments.of(
                        request("[\"a\",\"b\",\"c\",\"d\"]"),
                        400,
                        "'$.input' is invalid: array length must be 3 or less."),
                Arguments.of(
                        request("\"one two three four five\""),
                        400,
                        "This model's maximum context length is 4 tokens, however you requested 5 tokens (5 in your"
                                + " prompt; 0 for the completion). Please reduce your prompt; or completion length."),
                Arguments.of(
                        request("[\"one two three\",\"one two three four\"]"),
                        400,
                        "Requested 7 tokens, max 6 tokens per request"),
                Arguments.of(
                        request("\"a\",\"encoding_format\":\"int8\""),
                        400,
                        "Invalid value: 'int8'. Supported values are: 'float' and 'base64'."),
                Arguments.of(
                        request("\"a\",\"dimensions\":1537"),
                        400,
                        "Invalid value for 'dimensions' = 1537. Must be less than or equal to 1536."),
                Arguments.of(
                        "{\"model\":\"text-embedding-ada-002\",\"input\":\"a\",\"dimensions\":8}",
                        400,
                        "This model does not support specifying dimensions."));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWhatOpenAiRefuses(String body, int status, String message) throws IOException, InterruptedException {
        HttpResponse<String> response = post("/embeddings", body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).path("error").path("message").asText()).isEqualTo(message);
        assertThat(stub.calls())
                .singleElement()
                .extracting(StubCall::status, StubCall::outcome)
                .containsExactly(status, Outcome.REFUSED);
    }

    @Test
    void asksForItsKey() throws IOException, InterruptedException {
        restart(StubOptions.defaults().withApiKey("right"));

        assertThat(post("/embeddings", request("\"a\"")).statusCode()).isEqualTo(401);
        assertThat(json(post("/embeddings", request("\"a\""), "sk-proj-0123456789abcdef"))
                        .path("error")
                        .path("message")
                        .asText())
                .startsWith("Incorrect API key provided: sk-proj-************cdef.");
        assertThat(post("/embeddings", request("\"a\""), "right").statusCode()).isEqualTo(200);
    }

    @Test
    void knowsNoOtherPath() throws IOException, InterruptedException {
        assertThat(post("/completions", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void findsTextsOfTheSameWordsNearer() {
        float[] question = WordVectors.of("What turns the mill wheel?", 384);

        double near = dot(question, WordVectors.of("The water turns the wheel of the mill.", 384));
        double far = dot(question, WordVectors.of("Bread is baked at dawn in a stone oven.", 384));

        assertThat(near).isGreaterThan(0.5);
        assertThat(far).isLessThan(0.3);
    }

    @Test
    void makesUnitVectorsOfAnyTextAndDimension() {
        for (int dimension : new int[] {1, 2, 7, 384, 3072}) {
            for (String text : new String[] {"a", "?!", "mill wheel", "河流"}) {
                float[] vector = WordVectors.of(text, dimension);
                assertThat(vector).hasSize(dimension);
                assertThat(Math.abs(dot(vector, vector) - 1)).isLessThan(1e-5);
            }
        }
    }

    @Test
    void answersAQuestionWithItsFirstEvidence() throws IOException, InterruptedException {
        String chat = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":"
                + "\"Evidence:\\n[1] The river turns the wheel.\\n[2] Bread.\\nQuestion: What?\"}]}";

        JsonNode completion = json(post("/chat/completions", chat));

        assertThat(completion
                        .path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asText())
                .isEqualTo("The river turns the wheel. [1]");
    }

    @Test
    void failsUntilItRecovers() throws IOException, InterruptedException {
        stub.failUntilRecovered(Fault.status(503));
        stub.failNext(Fault.status(500));

        assertThat(post("/embeddings", request("\"a\"")).statusCode()).isEqualTo(500);
        assertThat(post("/embeddings", request("\"a\"")).statusCode()).isEqualTo(503);
        assertThat(post("/embeddings", request("\"a\"")).statusCode()).isEqualTo(503);
        stub.recover();
        assertThat(post("/embeddings", request("\"a\"")).statusCode()).isEqualTo(200);
        assertThat(stub.calls())
                .extracting(StubCall::outcome)
                .containsExactly(Outcome.FAULTED, Outcome.FAULTED, Outcome.FAULTED, Outcome.ANSWERED);
    }

    @Test
    void refusesTheTextsThatATestNames() throws IOException, InterruptedException {
        stub.refuseTexts(text -> text.contains("poison"));

        assertThat(post("/embeddings", request("[\"a\",\"poison\"]")).statusCode())
                .isEqualTo(400);
        assertThat(post("/embeddings", request("[\"a\"]")).statusCode()).isEqualTo(200);
    }

    @Test
    void countsWhatItWasSent() throws IOException, InterruptedException {
        post("/embeddings", request("[\"one two\",\"three\"]"));

        StubCall call = stub.calls().get(0);
        assertThat(call.inputs()).isEqualTo(2);
        assertThat(call.tokens()).isEqualTo(3);
        assertThat(call.path()).isEqualTo("/v1/embeddings");
        assertThat(call.request().path("input")).hasSize(2);
        assertThat(stub.peakInFlight()).isEqualTo(1);
    }

    private static String request(String input) {
        return "{\"model\":\"text-embedding-3-small\",\"input\":" + input + "}";
    }

    private void restart(StubOptions options) {
        stub.close();
        stub = StubOpenAi.start(options);
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)), body);
    }

    private HttpResponse<String> post(String path, String body, String key) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + key), body);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String body)
            throws IOException, InterruptedException {
        return client.send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create(stub.baseUrl() + path);
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return StubOpenAi.JSON.readTree(response.body());
    }

    private static double dot(float[] first, float[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += (double) first[i] * second[i];
        }
        return sum;
    }
}

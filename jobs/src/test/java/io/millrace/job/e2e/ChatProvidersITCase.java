package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.http.stub.StubAnthropic;
import io.millrace.connector.http.stub.StubChat;
import io.millrace.connector.http.stub.StubCohereChat;
import io.millrace.connector.http.stub.StubGeminiChat;
import io.millrace.connector.http.stub.StubOllamaChat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Chat models of each provider over HTTP in a query job, those that cite by themselves and those that are asked to. */
@ExtendWith(EndToEnd.class)
class ChatProvidersITCase {
    private static final String QUESTION = "\"type\": \"ask\", \"question\": \"What did the miller bake at night?\"";
    private static final String PICTURE = "iVBORw0KGgo=";

    private static Flow indexed;

    @BeforeAll
    static void start(Flow own) {
        indexed = own;
        indexed.ingest();
        indexed.documents().send("geese", "{\"text\": \"The miller kept forty geese near the weir.\"}");
        indexed.documents().send("bread", "{\"text\": \"The miller baked rye bread at night.\"}");
        indexed.index().await(points -> points.size() == 2);
    }

    /** JUnit closes them. */
    static Stream<Arguments> providers() {
        return Stream.of(
                arguments("anthropic", "claude-sonnet-5-5", new StubAnthropic()),
                arguments("gemini", "gemini-3.7-flash", new StubGeminiChat()),
                arguments("cohere", "command-a-03-2025", new StubCohereChat()),
                arguments("ollama", "llama3.2", new StubOllamaChat()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("providers")
    void answersFromTheEvidenceAndLooksAtImages(String provider, String model, StubChat stub, Flow flow) {
        chatOver(flow, provider, model, stub);

        JsonNode plain = flow.request(QUESTION).json();
        JsonNode shown = flow.request(QUESTION
                        + ", \"images\": [{\"mediaType\": \"image/png\", \"data\": \"%s\"}]".formatted(PICTURE))
                .json();

        for (JsonNode answer : new JsonNode[] {plain, shown}) {
            assertThat(answer.path("status").asText()).isEqualTo("answered");
            assertThat(answer.path("answer").asText()).startsWith("The miller baked rye bread at night");
            assertThat(answer.path("citations")).hasSize(1);
            JsonNode citation = answer.path("citations").path(0);
            assertThat(citation.path("documentId").asText()).isEqualTo("bread");
            assertThat(answer.path("answer").asText())
                    .contains("[%d]".formatted(citation.path("marker").asInt()));
            assertThat(answer.path("models").path("chat").asText()).isEqualTo(provider + "/" + model);
            assertThat(answer.path("usage").path("chat").path("inputTokens").asInt())
                    .isGreaterThan(50);
        }
        assertThat(stub.requests()).hasSize(2);
        assertThat(stub.requests().get(0).body().toString()).doesNotContain(PICTURE);
        assertThat(stub.requests().get(1).body().toString()).contains(PICTURE);
    }

    @Test
    void tellsInTheAnswerWhatAModelRefuses(Flow flow) {
        try (StubChat stub = new StubOllamaChat()) {
            chatOver(flow, "ollama", "llama3.2", stub);

            JsonNode answer = flow.request(QUESTION + ", \"images\": [{\"url\": \"https://mill.example/secret.png\"}]")
                    .json();

            assertThat(answer.path("status").asText()).isEqualTo("rejected");
            assertThat(answer.path("error").path("code").asText()).isEqualTo("image-linked");
            assertThat(answer.path("error").path("message").asText())
                    .startsWith("Ollama fetches no image from an address: give its bytes in base64")
                    .contains("the request's images");
            assertThat(answer.toString()).doesNotContain("secret.png");
        }
    }

    /** A query job of its own topics over the shared collection. */
    private static void chatOver(Flow flow, String provider, String model, StubChat stub) {
        flow.set("qdrant.collection", indexed.name())
                .set("kafka.group-id", flow.name())
                .set("chat.provider", provider)
                .set("chat.model", model)
                .set("chat.base-url", stub.baseUrl().toString())
                .set("chat.api-key", StubChat.KEY);
        flow.query();
    }
}

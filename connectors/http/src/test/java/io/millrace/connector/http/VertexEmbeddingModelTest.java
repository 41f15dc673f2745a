package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.http.stub.StubProvider;
import io.millrace.connector.http.stub.StubVertex;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VertexEmbeddingModelTest extends HttpEmbeddingContract {
    VertexEmbeddingModelTest() {
        super(new StubVertex(), new VertexEmbeddingProvider(), "text-embedding-005");
    }

    @Override
    protected TestSettings completed(TestSettings given) {
        return given.option("project", StubVertex.PROJECT);
    }

    @Override
    protected String reply(List<String> vectors) {
        return "{\"predictions\":%s}"
                .formatted(vectors.stream()
                        .map(vector -> "{\"embeddings\":{\"values\":%s}}".formatted(vector))
                        .toList());
    }

    @Override
    protected int shorter() {
        return 256;
    }

    @Test
    void asksThatNothingIsCut() {
        assertThat(sent(settings(), EmbeddingMode.DOCUMENT, "a wheel", "a mill").toString())
                .isEqualTo("{\"instances\":[{\"content\":\"a wheel\",\"task_type\":\"RETRIEVAL_DOCUMENT\"},"
                        + "{\"content\":\"a mill\",\"task_type\":\"RETRIEVAL_DOCUMENT\"}],"
                        + "\"parameters\":{\"autoTruncate\":false}}");
        assertThat(sent(settings().option("task", "clustering"), EmbeddingMode.QUERY, "a wheel")
                        .at("/instances/0/task_type")
                        .asText())
                .isEqualTo("CLUSTERING");
        assertThat(revision("task", "clustering")).isEqualTo("task clustering");
    }

    @Test
    void asksWhereTheProjectIs() {
        JsonNode unused = sent(settings().option("location", "europe-west4"), EmbeddingMode.QUERY, "wheel");

        assertThat(stub().requests().get(0).path())
                .isEqualTo("/v1/projects/stub-project/locations/europe-west4/publishers/google/models/"
                        + "text-embedding-005:predict");
    }

    @Test
    void addsUpTheTokensOfEachText() {
        assertThat(embed(List.of("a wheel", "a mill by night"), EmbeddingMode.DOCUMENT)
                        .usage()
                        .inputTokens())
                .isEqualTo(6);
    }

    @Test
    void asksTheGeminiModelForOneTextAtATime() {
        assertThat(provider()
                        .limits(settings().model("gemini-embedding-001").settings())
                        .inputs())
                .isEqualTo(1);
    }

    @Test
    void needsAProjectAndAToken() {
        TestSettings own = TestSettings.of("embedding", "vertex", null).model("text-embedding-005");

        assertThatThrownBy(() -> provider().space(own.settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage("embedding.options.project is missing: set it to the id of the Google Cloud project that is"
                        + " billed");
        assertThatThrownBy(() -> provider().space(completed(own).settings()))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith(
                        "https://us-central1-aiplatform.googleapis.com wants an API key: set" + " embedding.api-key");
        assertThatThrownBy(() ->
                        provider().space(completed(own).option("project", "a/b").settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage("embedding.options.project must be letters, digits and any of . _ : @ -, got 'a/b'");
        assertThatThrownBy(() -> provider()
                        .space(settings().option("token-file", "/token").settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage("embedding.api-key and embedding.options.token-file are both set: leave one out");
    }

    @Test
    void readsATokenAgainThatWasRenewed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("token");
        TestSettings filed = settings().apiKey(null).option("token-file", file.toString());
        try (EmbeddingModel model = provider().open(filed.settings())) {
            assertThat(Failures.of(model.embed(List.of("wheel"), EmbeddingMode.QUERY)))
                    .isInstanceOf(FatalException.class)
                    .hasMessage("embedding.options.token-file is '%s', which can't be read (NoSuchFileException)"
                            .formatted(file));

            Files.writeString(file, "an-older-token");
            assertThat(Failures.of(model.embed(List.of("wheel"), EmbeddingMode.QUERY))
                            .code())
                    .isEqualTo("api-key-refused");

            Files.writeString(file, StubProvider.KEY + "\n");
            assertThat(model.embed(List.of("wheel"), EmbeddingMode.QUERY).join().vectors())
                    .hasSize(1);

            Files.delete(file);
            assertThat(model.embed(List.of("wheel"), EmbeddingMode.QUERY).join().vectors())
                    .hasSize(1);
        }
    }
}

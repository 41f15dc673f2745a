package io.millrace.connector.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.bedrock.stub.StubReply;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingModel.Response;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvokeModelTest extends BedrockWireContract {
    private static final String V4 = "cohere.embed-v4:0";

    InvokeModelTest() {
        super("embedding", "amazon.titan-embed-text-v2:0");
    }

    @Override
    protected Calling open(TestSettings with) {
        EmbeddingModel model = new BedrockEmbeddingProvider().open(with.settings());
        return new Calling() {
            @Override
            public CompletableFuture<Response> call(String text) {
                return model.embed(List.of(text), EmbeddingMode.DOCUMENT);
            }

            @Override
            public void close() {
                model.close();
            }
        };
    }

    @Test
    void asksTitanForUnitLength() {
        JsonNode sent = sent(settings().dimension(256), EmbeddingMode.QUERY);

        assertThat(sent).hasToString("{\"inputText\":\"wheel\",\"dimensions\":256,\"normalize\":true}");
    }

    @Test
    void tellsCohereWhichSideATextStandsOn() {
        assertThat(sent(settings().model(V4).dimension(512), EmbeddingMode.QUERY))
                .hasToString(
                        "{\"texts\":[\"wheel\"],\"input_type\":\"search_query\",\"truncate\":\"NONE\",\"embedding_types\":[\"float\"],\"output_dimension\":512}");
        assertThat(sent(settings().model("cohere.embed-english-v3"), EmbeddingMode.DOCUMENT))
                .hasToString(
                        "{\"texts\":[\"wheel\"],\"input_type\":\"search_document\",\"truncate\":\"NONE\",\"embedding_types\":[\"float\"]}");
    }

    @Test
    void countsTokensAsTheServiceDoes() {
        for (String model : List.of("amazon.titan-embed-text-v2:0", V4)) {
            assertThat(embed(settings().model(model), List.of("one two three"))
                            .usage()
                            .inputTokens())
                    .isEqualTo(3);
        }
    }

    @Test
    void readsVectorsWithoutTheirType() {
        stub().next(StubReply.json(200, "{\"embeddings\":[[" + "0.5,".repeat(1023) + "0.5]]}"));

        assertThat(embed(settings().model("cohere.embed-english-v3"), List.of("wheel"))
                        .vectors())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"embedding\":[]}",
                "{\"embedding\":[0.5,0.5]}",
            })
    void stopsForAnotherDimension(String body) {
        stub().next(StubReply.json(200, body));

        assertThat(Failures.of(open(settings()).call("wheel")).code()).isEqualTo("dimension-mismatch");
    }

    @Test
    void refusesTheTextOfAVectorThatIsNotFinite() {
        stub().next(StubReply.json(200, "{\"embedding\":[" + "0.5,".repeat(1023) + "NaN]}"));

        ClassifiedException failure = Failures.of(open(settings()).call("wheel"));

        assertThat(failure.code()).isEqualTo("vector-not-finite");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"embeddings\":[[1]]}", "{\"embeddings\":{\"int8\":[[1],[1]]}}", "{\"embeddings\":7}"})
    void doesNotTakeNonsenseForVectors(String body) {
        stub().next(StubReply.json(200, body));

        try (EmbeddingModel model =
                new BedrockEmbeddingProvider().open(settings().model(V4).settings())) {
            assertThat(Failures.of(model.embed(List.of("one", "two"), EmbeddingMode.DOCUMENT))
                            .code())
                    .isEqualTo("unreadable-reply");
        }
    }

    @Test
    void refusesWhatTheServiceRefuses() {
        ClassifiedException tooLong = Failures.of(open(settings()).call("w".repeat(50_001)));
        assertThat(tooLong.code()).isEqualTo("validation-exception");
        assertThat(tooLong).hasMessageContaining("expected maxLength: 50000");
        try (EmbeddingModel model =
                new BedrockEmbeddingProvider().open(settings().model(V4).settings())) {
            assertThat(Failures.of(model.embed(Collections.nCopies(97, "wheel"), EmbeddingMode.DOCUMENT)))
                    .hasMessageContaining("expected maximum item count: 96");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "amazon.titan-embed-text-v2:0, 1, 1024, 50000",
        "cohere.embed-english-v3, 96, 1024, 16777216",
        "us.cohere.embed-v4:0, 96, 1536, 16777216"
    })
    void knowsTheModelsLimits(String model, int inputs, int dimension, long bytes) {
        var with = settings().model(model).settings();

        assertThat(new BedrockEmbeddingProvider().limits(with).inputs()).isEqualTo(inputs);
        assertThat(new BedrockEmbeddingProvider().limits(with).bytesPerRequest())
                .isEqualTo(bytes);
        assertThat(new BedrockEmbeddingProvider().space(with).dimension()).isEqualTo(dimension);
    }

    @Test
    void takesAnInferenceProfileForTheModelThatItRuns() {
        assertThat(space("global.cohere.embed-v4:0")).isEqualTo(space(V4));
        String arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3";
        assertThat(new BedrockEmbeddingProvider()
                        .space(settings().model(arn).option("model-name", V4).settings()))
                .isEqualTo(space(V4));
        assertThatThrownBy(() -> space(arn))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("embedding.options.model-name");
    }

    @Test
    void takesAKeyFromTheEnvironmentWhereNoneIsConfigured() {
        assertThat(BedrockTarget.bearer(settings().settings(), " abc ")).isEqualTo("abc");
        assertThat(BedrockTarget.bearer(settings().apiKey("own").settings(), "abc"))
                .isEqualTo("own");
        assertThat(BedrockTarget.bearer(settings().settings(), null)).isNull();
        assertThatThrownBy(() -> BedrockTarget.bearer(settings().settings(), "a b"))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("AWS_BEARER_TOKEN_BEDROCK has a character that no key has");
    }

    @Test
    void refusesADimensionThatTheModelHasNot() {
        assertThatThrownBy(() -> new BedrockEmbeddingProvider()
                        .space(settings().dimension(768).settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "embedding.dimension must be one of 1024, 512, 256 for model 'amazon.titan-embed-text-v2:0', got 768");
    }

    private VectorSpace space(String model) {
        return new BedrockEmbeddingProvider().space(settings().model(model).settings());
    }

    private JsonNode sent(TestSettings with, EmbeddingMode mode) {
        try (EmbeddingModel model = new BedrockEmbeddingProvider().open(with.settings())) {
            Response unused = model.embed(List.of("wheel"), mode).join();
        }
        return stub().requests().get(stub().requests().size() - 1).body();
    }

    private static Response embed(TestSettings with, List<String> texts) {
        try (EmbeddingModel model = new BedrockEmbeddingProvider().open(with.settings())) {
            return model.embed(texts, EmbeddingMode.DOCUMENT).join();
        }
    }
}

package io.millrace.connector.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.VectorSpace;
import io.millrace.model.ModelSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks and tokenizers of other kinds than the real model's, each run. */
class TinyModelTest {
    @TempDir
    private Path directory;

    private final Map<String, String> options = new HashMap<>();

    @BeforeEach
    void nameTheDirectory() {
        options.put("directory", directory.toString());
        options.put("normalise", "false");
    }

    // "mills" is 0 4 6 2 in its frame: the piece numbered n has the vector (n, -n, 1).
    @ParameterizedTest
    @CsvSource({"mean,3,-3", "cls,0,0", "max,6,0", "last,2,-2"})
    void poolsAsItIsTold(String pooling, float first, float second) throws IOException {
        new TinyNetwork().pieces("last_hidden_state").input("attention_mask").write(directory.resolve("model.onnx"));
        TinyTokenizer.write(directory, TinyTokenizer.UNIGRAM);
        options.put("pooling", pooling);

        assertThat(vectors("mill wheel wheel", "mills")).element(1).isEqualTo(new float[] {first, second, 1});
    }

    @Test
    void takesTheVectorThatTheNetworkPooled() throws IOException {
        new TinyNetwork()
                .pieces("token_embeddings")
                .pooled("sentence_embedding")
                .input("token_type_ids")
                .write(directory.resolve("model.onnx"));
        TinyTokenizer.write(directory, TinyTokenizer.UNIGRAM);

        assertThat(vectors("mills")).containsExactly(new float[] {3, -3, 1});
    }

    @Test
    void poolsItselfWhereItIsToldToThoughTheNetworkDoes() throws IOException {
        new TinyNetwork()
                .pieces("token_embeddings")
                .pooled("sentence_embedding")
                .write(directory.resolve("model.onnx"));
        TinyTokenizer.write(directory, TinyTokenizer.UNIGRAM);
        options.put("pooling", "last");

        assertThat(vectors("mills")).containsExactly(new float[] {2, -2, 1});
    }

    @Test
    void givesPlacesToANetworkThatAsksForThem() throws IOException {
        new TinyNetwork().placedPieces("last_hidden_state").write(directory.resolve("model.onnx"));
        TinyTokenizer.write(directory, TinyTokenizer.UNIGRAM);
        options.put("pooling", "last");

        assertThat(vectors("mills")).containsExactly(new float[] {2 + 3, -2 - 3, 1 + 1});
    }

    @Test
    void readsAByteLevelTokenizerThatPutsAnEndAfterATextOnly() throws IOException {
        new TinyNetwork().pieces("last_hidden_state").write(directory.resolve("model.onnx"));
        TinyTokenizer.write(directory, TinyTokenizer.BYTE_PAIRS);
        options.putAll(Map.of("pooling", "mean", "max-tokens", "16"));

        // 11 and 12; then 10, 13 and 12.
        assertThat(vectors("mills", "mill mill"))
                .containsExactly(new float[] {11.5f, -11.5f, 1}, new float[] {35 / 3f, -35 / 3f, 1});
        assertThat(new OnnxEmbeddingProvider().tokenCounter(settings()).count("mill mill"))
                .isEqualTo(2);
    }

    @Test
    void cutsWhereTheTokenizersFileCuts() throws IOException {
        new TinyNetwork().pieces("last_hidden_state").write(directory.resolve("model.onnx"));
        TinyTokenizer.write(directory, TinyTokenizer.UNIGRAM);
        options.put("pooling", "mean");

        assertThat(new OnnxEmbeddingProvider().limits(settings()).tokensPerInput())
                .isEqualTo(14);
        // Fourteen times 4 between 0 and 2.
        assertThat(vectors("mill ".repeat(2_000))).containsExactly(new float[] {58 / 16f, -58 / 16f, 1});
    }

    @Test
    void runsWithWeightsInAFileOfTheirOwn() throws IOException {
        new TinyNetwork()
                .pieces("last_hidden_state")
                .weightsIn(directory.resolve("model.onnx_data"))
                .write(directory.resolve("model.onnx"));
        TinyTokenizer.write(directory, TinyTokenizer.UNIGRAM);
        options.put("pooling", "last");

        assertThat(vectors("mill")).containsExactly(new float[] {2, -2, 1});
    }

    @Test
    void takesTheDimensionFromTheConfigurationWhereTheFileLeavesItOpen() throws IOException {
        new TinyNetwork().ofUnknownWidth().pieces("last_hidden_state").write(directory.resolve("model.onnx"));
        TinyTokenizer.write(directory, TinyTokenizer.UNIGRAM);
        UnpackedModel.write(directory, "config.json", "{\"hidden_size\": 3}");
        options.put("pooling", "cls");

        assertThat(vectors("mill")).containsExactly(new float[] {0, 0, 1});
    }

    @Test
    void putsThePromptsOfItsAuthorsBeforeTextsUnlessToldOtherwise() throws IOException {
        new TinyNetwork().pieces("last_hidden_state").write(directory.resolve("model.onnx"));
        TinyTokenizer.write(directory, TinyTokenizer.UNIGRAM);
        UnpackedModel.write(
                directory,
                "config_sentence_transformers.json",
                "{\"prompts\": {\"query\": \"wheel \", \"passage\": \"mill \"}}");
        options.put("pooling", "mean");

        VectorSpace prompted = new OnnxEmbeddingProvider().space(settings());
        VectorSpace configured = new OnnxEmbeddingProvider()
                .space(new Settings().options(options).prefixes("", "q: ").build());
        options.put("prompts", "false");
        VectorSpace bare = new OnnxEmbeddingProvider().space(settings());

        assertThat(prompted.documentPrefix()).isEqualTo("mill ");
        assertThat(prompted.queryPrefix()).isEqualTo("wheel ");
        assertThat(configured.documentPrefix() + configured.queryPrefix()).isEqualTo("q: ");
        assertThat(bare.documentPrefix() + bare.queryPrefix()).isEmpty();
    }

    @Test
    void isAnotherModelOnceAnotherLiesInItsPlace() throws IOException {
        new TinyNetwork().pieces("last_hidden_state").write(directory.resolve("model.onnx"));
        TinyTokenizer.write(directory, TinyTokenizer.UNIGRAM);
        options.put("pooling", "mean");
        VectorSpace before = new OnnxEmbeddingProvider().space(settings());

        TinyTokenizer.write(directory, TinyTokenizer.BYTE_PAIRS);
        options.put("max-tokens", "16");

        assertThat(new OnnxEmbeddingProvider().space(settings()).comparableWith(before))
                .isFalse();
    }

    private ModelSettings settings() {
        return new Settings().options(options).build();
    }

    private List<float[]> vectors(String... texts) {
        try (EmbeddingModel model = new OnnxEmbeddingProvider().open(settings())) {
            return model.embed(List.of(texts), EmbeddingMode.DOCUMENT).join().vectors().stream()
                    .map(vector -> vector.values())
                    .toList();
        }
    }
}

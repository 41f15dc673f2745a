package io.millrace.connector.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a directory is said with its path, its key and what to do. */
class DirectoryErrorsTest {
    private static final String EVERYWHERE =
            " (embedding.options.directory). The machine that submits the job and every TaskManager need the directory";

    @TempDir
    private Path directory;

    private final Map<String, String> options = new HashMap<>();
    private Path network;

    @BeforeEach
    void putAModelThere() throws IOException {
        network = new TinyNetwork().pieces("last_hidden_state").write(directory.resolve("model.onnx"));
        TinyTokenizer.write(directory, TinyTokenizer.UNIGRAM);
        options.putAll(Map.of("directory", directory.toString(), "pooling", "mean"));
    }

    @Test
    void saysThatThereIsNoDirectory() {
        options.put("directory", directory.resolve("none").toString());

        assertRefusal("directory-missing", "There is no directory '%s/none'%s".formatted(directory, EVERYWHERE));
    }

    @Test
    void saysThatABucketIsNoDirectory() {
        options.put("directory", "s3://models/minilm");

        assertThat(refusal()).hasMessageContaining("it must be of this machine's file system" + EVERYWHERE);
    }

    @Test
    void saysThatThereIsNoModelInIt() throws IOException {
        Files.delete(network);

        assertRefusal(
                "model-missing",
                "The directory '%s' has no model.onnx and no onnx/model.onnx%s".formatted(directory, EVERYWHERE));
    }

    @Test
    void saysThatTheFileThatIsConfiguredIsNotThere() {
        options.put("file", "onnx/model_fp16.onnx");

        assertRefusal(
                "model-missing", "The directory '%s' has no onnx/model_fp16.onnx%s".formatted(directory, EVERYWHERE));
    }

    @Test
    void saysThatThereIsNoTokenizerInIt() throws IOException {
        Files.delete(directory.resolve("tokenizer.json"));

        assertThat(refusal()).hasMessageStartingWith("The directory '%s' has no tokenizer.json;".formatted(directory));
    }

    @Test
    void noticesAModelThatIsHalfCopiedWhereverItEnds() throws IOException {
        byte[] whole = Files.readAllBytes(network);

        for (int length = 1; length < whole.length - 8; length++) {
            Files.write(network, Arrays.copyOf(whole, length));
            assertThat(refusal().code()).as("of %d bytes", length).isIn("model-incomplete", "model-load");
        }
        Files.write(network, Arrays.copyOf(whole, whole.length / 2));
        assertThat(refusal())
                .hasMessageStartingWith("'%s' isn't whole: ".formatted(network))
                .hasMessageEndingWith("Copy it again" + EVERYWHERE);
    }

    @Test
    void noticesWeightsThatAreMissingOrHalfCopied() throws IOException {
        Path weights = directory.resolve("model.onnx_data");
        new TinyNetwork().pieces("last_hidden_state").weightsIn(weights).write(network);
        Files.write(weights, new byte[700]);
        assertRefusal(
                "model-incomplete",
                "'%s' isn't whole: 700 bytes where 768 are needed. Copy it again%s".formatted(weights, EVERYWHERE));

        Files.delete(weights);
        assertRefusal("model-missing", "'%s' needs 'model.onnx_data' beside it%s".formatted(network, EVERYWHERE));
    }

    @Test
    void noticesATokenizerThatIsHalfCopied() throws IOException {
        String json = TinyTokenizer.UNIGRAM.strip();

        for (int length = 0; length < json.length(); length += 7) {
            TinyTokenizer.write(directory, json.substring(0, length));
            assertThat(refusal().code()).as("of %d characters", length).isEqualTo("model-incomplete");
        }
    }

    @Test
    void saysThatAFileIsNoModel() throws IOException {
        Files.writeString(network, "<!DOCTYPE html><p>404");

        assertThat(refusal().code()).isIn("model-load", "model-incomplete");
        assertThat(refusal())
                .hasMessageStartingWith("'%s' is".formatted(network))
                .hasMessageEndingWith(EVERYWHERE);
    }

    @Test
    void saysThatAFileIsAPointerOfGitLfs() throws IOException {
        Files.writeString(network, "version https://git-lfs.github.com/spec/v1\noid sha256:6fd5d72fe4589f18\nsize 9\n");

        assertRefusal(
                "model-incomplete",
                "'%s' is a pointer of Git LFS and not the file: run 'git lfs pull'%s".formatted(network, EVERYWHERE));
    }

    @Test
    void refusesAModelWhoseVectorsDependOnTheirNeighbours() throws IOException {
        new TinyNetwork().pieces("last_hidden_state").quantised().write(network);

        assertThat(refusal().code()).isEqualTo("model-quantised");
    }

    @Test
    void refusesInputsThatItHasNothingFor() throws IOException {
        new TinyNetwork().pieces("last_hidden_state").input("pixel_values").write(network);

        assertRefusal(
                "model-unsupported",
                "The model's inputs are input_ids, pixel_values, and input_ids and at most attention_mask, input_ids,"
                        + " position_ids, token_type_ids, of whole numbers of 64 bits, are needed" + EVERYWHERE);
    }

    @Test
    void refusesOutputsThatItDoesNotKnow() throws IOException {
        new TinyNetwork().pieces("logits").write(network);

        assertRefusal(
                "model-unsupported",
                "The model's outputs are logits, and one of last_hidden_state, token_embeddings is needed,"
                        + " since embedding.options.pooling is set" + EVERYWHERE);
    }

    @Test
    void asksForThePoolingWhereNothingSaysIt() {
        options.remove("pooling");

        assertRefusal(
                "pooling-missing",
                "Nothing says how the vectors of word pieces become one: set embedding.options.pooling to mean, cls, max"
                        + " or last, or add 1_Pooling/config.json to the directory" + EVERYWHERE);
    }

    @Test
    void refusesPoolingsOfOtherKinds() throws IOException {
        options.remove("pooling");
        UnpackedModel.write(
                directory,
                "1_Pooling/config.json",
                "{\"pooling_mode_cls_token\": false, \"pooling_mode_weightedmean_tokens\": true}");

        assertThat(refusal()).hasMessageContaining("pools by weightedmean_tokens, and only mean_tokens, cls_token,");
    }

    @Test
    void refusesLayersThatItDoesNotRun() throws IOException {
        UnpackedModel.write(
                directory,
                "modules.json",
                "[{\"path\": \"\", \"type\": \"sentence_transformers.models.Transformer\"},"
                        + " {\"path\": \"2_Dense\", \"type\": \"sentence_transformers.models.Dense\"}]");

        assertThat(refusal()).hasMessageStartingWith("The model's modules.json has Dense after the network,");
    }

    @Test
    void asksForTheMostTokensWhereNothingSaysThem() throws IOException {
        TinyTokenizer.write(directory, TinyTokenizer.BYTE_PAIRS);

        assertThat(refusal())
                .hasMessageStartingWith(
                        "Nothing says how many word pieces the model reads: set" + " embedding.options.max-tokens,");
    }

    @Test
    void refusesMoreTokensThanTheModelHasPlacesFor() throws IOException {
        UnpackedModel.write(
                directory, "config.json", "{\"model_type\": \"xlm-roberta\", \"max_position_embeddings\": 514}");
        options.put("max-tokens", "513");

        assertRefusal(
                "option-invalid", "embedding.options.max-tokens must be from 3 to 512, what the model reads, got 513");
    }

    @Test
    void refusesADimensionThatIsNotTheModels() {
        assertThatThrownBy(() -> new OnnxEmbeddingProvider()
                        .space(new Settings().options(options).dimension(384).build()))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("embedding.dimension is 384, but embedding model")
                .hasMessageEndingWith("makes vectors of 3 dimensions: set it to 3 or leave it out");
    }

    @Test
    void noticesAtItsFirstRunADimensionThatTheFileLeftOpen() throws IOException {
        new TinyNetwork().ofUnknownWidth().pieces("last_hidden_state").write(network);

        assertThatThrownBy(() -> new OnnxEmbeddingProvider()
                        .open(new Settings()
                                .model("tiny")
                                .options(options)
                                .dimension(384)
                                .build()))
                .isInstanceOf(FatalException.class)
                .hasMessage("Embedding model 'tiny' gave 'last_hidden_state' of shape [1, 4, 3], and vectors of 384"
                        + " dimensions were awaited: set embedding.dimension to the last of these, or leave it out");
    }

    @Test
    void saysThatATokenizerIsOfAKindThatNobodyKnows() throws IOException {
        TinyTokenizer.write(directory, TinyTokenizer.UNIGRAM.replace("Unigram", "Syllables"));

        assertRefusal(
                "model-unsupported",
                "'%s/tokenizer.json' is a tokenizer of the kind 'Syllables', and only BPE, Unigram, WordLevel, WordPiece"
                                .formatted(directory)
                        + " are known" + EVERYWHERE);
    }

    /** Nothing native may be left of it that is freed in the end though it was never made: that ends the process. */
    @Test
    void outlivesATokenizerThatCannotBeMade() throws IOException {
        TinyTokenizer.write(directory, TinyTokenizer.UNIGRAM.replace("\"unk_id\": 3", "\"unk_id\": 300"));

        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> new OnnxEmbeddingProvider()
                            .open(new Settings().model("tiny").options(options).build()))
                    .isInstanceOf(FatalException.class)
                    .hasMessageStartingWith(
                            "The tokenizer of embedding model 'tiny' (%s/tokenizer.json) can't be read: "
                                    .formatted(directory));
            System.gc();
            System.runFinalization();
        }
    }

    @Test
    void refusesADirectorysOptionsWithoutADirectory() {
        options.remove("directory");

        assertRefusal(
                "option-unknown",
                "embedding.options.pooling is for a model of a directory: set embedding.options.directory too, or leave"
                        + " it out");
    }

    private FatalException refusal() {
        try {
            new OnnxEmbeddingProvider().space(new Settings().options(options).build());
        } catch (FatalException e) {
            return e;
        }
        throw new AssertionError("it was taken");
    }

    private void assertRefusal(String code, String message) {
        assertThat(refusal()).hasMessage(message);
        assertThat(refusal().code()).isEqualTo(code);
    }
}

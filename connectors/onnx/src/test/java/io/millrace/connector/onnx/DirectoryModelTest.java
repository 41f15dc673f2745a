package io.millrace.connector.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingModelContract;
import io.millrace.embed.EmbeddingProvider;
import io.millrace.embed.Vector;
import io.millrace.embed.VectorSpace;
import io.millrace.model.ModelSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real sentence transformer out of a directory keeps the contract, and is the jar's. */
class DirectoryModelTest extends EmbeddingModelContract {
    @TempDir
    private static Path folder;

    private static ModelSettings settings;
    private static EmbeddingModel keeper;

    /** Loaded once for all tests, which share it. */
    @BeforeAll
    static void keepTheModelLoaded() throws IOException {
        Path directory = UnpackedModel.into(folder.resolve("all-MiniLM-L6-v2"));
        settings = new Settings()
                .options(Map.of("directory", directory.toString()))
                .build();
        keeper = new OnnxEmbeddingProvider().open(settings);
    }

    @AfterAll
    static void letTheModelGo() {
        keeper.close();
    }

    @Override
    protected EmbeddingModel openModel() {
        return new OnnxEmbeddingProvider().open(settings);
    }

    @Override
    protected boolean unitLength() {
        return true;
    }

    @Test
    void givesTheVectorsThatTheJarsCopyGives() {
        List<String> texts = List.of(
                "The mill wheel turns.",
                "How do I reset my password?",
                "Naïve café owners at 北京 pay $3.50; l'été, ça coûte plus.",
                "grain ".repeat(600),
                "x");

        List<Vector> vectors = embed(texts, EmbeddingMode.DOCUMENT).vectors();

        try (EmbeddingModel jar = new OnnxEmbeddingProvider().open(ModelSettings.of("embedding", "onnx"))) {
            List<Vector> expected =
                    jar.embed(texts, EmbeddingMode.DOCUMENT).join().vectors();
            for (int i = 0; i < texts.size(); i++) {
                assertThat(vectors.get(i).dot(expected.get(i))).isGreaterThan(0.9999);
            }
        }
    }

    @Test
    void isTheJarsModelForACollection() {
        EmbeddingProvider provider = new OnnxEmbeddingProvider();
        VectorSpace jars = provider.space(ModelSettings.of("embedding", "onnx"));

        assertThat(model().space()).isEqualTo(jars);
        assertThat(provider.space(settings)).isEqualTo(jars);
        assertThat(provider.limits(settings)).isEqualTo(model().limits());
        assertThat(model().limits().tokensPerInput()).isEqualTo(254);
    }

    @Test
    void isOfAnotherRevisionOnceItIsUsedInAnotherWay() {
        String mean = model().space().revision();

        for (var option : Map.of("pooling", "cls", "normalise", "false", "max-tokens", "128")
                .entrySet()) {
            var other = new Settings()
                    .options(Map.of(
                            "directory", settings.options().get("directory"), option.getKey(), option.getValue()))
                    .build();
            assertThat(new OnnxEmbeddingProvider().space(other).revision()).isNotEqualTo(mean);
        }
    }
}

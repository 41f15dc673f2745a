package io.millrace.connector.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embed.Distance;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingProvider;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxEmbeddingProviderTest {
    private final OnnxEmbeddingProvider provider = new OnnxEmbeddingProvider();

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(EmbeddingProvider.class))
                .extracting(EmbeddingProvider::name)
                .contains("onnx");
    }

    @Test
    void knowsItsSpaceWithoutOpeningTheModel() {
        assertThat(provider.space(new Settings().prefixes("d: ", "q: ").build()))
                .isEqualTo(new VectorSpace(
                        "onnx",
                        "all-MiniLM-L6-v2",
                        SentenceTransformer.ALL_MINILM_L6_V2.revision(),
                        384,
                        Distance.COSINE,
                        true,
                        "d: ",
                        "q: "));
    }

    @Test
    void knowsItsLimitsWithoutOpeningTheModel() {
        assertThat(provider.limits(new Settings().build())).isEqualTo(new EmbeddingLimits(128, 254, 128 * 254, 2));
    }

    @Test
    void takesLimitsThatAreGiven() {
        assertThat(provider.limits(new Settings()
                        .batchSize(16)
                        .concurrency(3)
                        .dimension(384)
                        .build()))
                .isEqualTo(new EmbeddingLimits(16, 254, 16 * 254, 3));
    }

    @Test
    void countsTokensOfATextOfAnyLength() {
        assertThat(provider.tokenCounter(new Settings().build()).count("mill ".repeat(30_000)))
                .isEqualTo(30_000);
    }

    @Test
    void refusesAModelThatItDoesNotKnow() {
        assertRefusal(
                new Settings().model("all-MiniLM-L12-v2"),
                "Unknown embedding model 'all-MiniLM-L12-v2' (embedding.model) of provider onnx."
                        + " Known: all-MiniLM-L6-v2. Any other needs its directory (embedding.options.directory)");
    }

    @Test
    void refusesADimensionThatIsNotTheModels() {
        assertRefusal(
                new Settings().dimension(1024),
                "embedding.dimension is 1024, but embedding model 'all-MiniLM-L6-v2' makes vectors of 384 dimensions:"
                        + " set it to 384 or leave it out");
    }

    @Test
    void refusesAnOptionThatItDoesNotKnow() {
        assertRefusal(
                new Settings().options(Map.of("thread", "2")),
                "Unknown option 'thread' (embedding.options.thread). Known: directory, file, max-tokens, normalise, pooling,"
                        + " prompts, runs, threads");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "513", "two", "1.5", "", "99999999999"})
    void refusesThreadsThatAreNoNumberOfThreads(String threads) {
        assertThatThrownBy(() -> provider.open(
                        new Settings().options(Map.of("threads", threads)).build()))
                .isInstanceOf(FatalException.class)
                .hasMessage("embedding.options.threads must be a whole number from 1 to 512, got '%s'", threads);
    }

    @Test
    void refusesMoreRunsAtOnceThanThreads() {
        assertRefusal(
                new Settings().options(Map.of("threads", "2", "runs", "3")),
                "embedding.options.runs must be a whole number from 1 to 2, got '3'");
    }

    @Test
    void refusesABatchSizeBelowOne() {
        assertRefusal(
                new Settings().batchSize(0), "embedding.batch-size must be a whole number from 1 to 2048, got '0'");
    }

    @Test
    void refusesAConcurrencyAboveItsMost() {
        assertRefusal(
                new Settings().concurrency(65), "embedding.concurrency must be a whole number from 1 to 64, got '65'");
    }

    @Test
    void refusesAPrefixThatLeavesNoRoom() {
        assertRefusal(
                new Settings().prefixes("mill ".repeat(254), ""),
                "embedding.document-prefix and embedding.query-prefix must leave room for a text, but a prefix takes"
                        + " 254 tokens of a text's 254");
    }

    private void assertRefusal(Settings settings, String message) {
        assertThatThrownBy(() -> provider.open(settings.build()))
                .isInstanceOf(FatalException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> provider.limits(settings.build()))
                .isInstanceOf(FatalException.class)
                .hasMessage(message);
    }
}

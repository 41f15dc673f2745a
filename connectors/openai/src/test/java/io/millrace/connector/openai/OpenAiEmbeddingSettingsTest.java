package io.millrace.connector.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.embed.Distance;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingProvider;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import java.net.URI;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiEmbeddingSettingsTest {
    private static final URI LOCAL = URI.create("http://localhost:8000/v1");

    private final OpenAiEmbeddingProvider provider = new OpenAiEmbeddingProvider();

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(EmbeddingProvider.class))
                .extracting(EmbeddingProvider::name)
                .contains("openai");
    }

    @Test
    void hasTheDocumentedDefaults() {
        TestSettings defaults = TestSettings.embedding(null);

        assertThat(provider.space(defaults.settings()))
                .isEqualTo(new VectorSpace("openai", "text-embedding-3-small", 1536, Distance.COSINE, "", "")
                        .withNormalised(true));
        assertThat(provider.limits(defaults.settings())).isEqualTo(new EmbeddingLimits(2048, 8191, 300_000, 8));
    }

    @Test
    void knowsNothingOfTheLengthOfAnotherServersVectors() {
        assertThat(provider.space(TestSettings.embedding(LOCAL)
                                .model("nomic-embed-text")
                                .dimension(768)
                                .settings())
                        .normalised())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"text-embedding-3-large,3072", "text-embedding-3-small,1536", "text-embedding-ada-002,1536"})
    void knowsTheDimensionsOfOpenAisModels(String model, int dimension) {
        assertThat(provider.space(TestSettings.embedding(null).model(model).settings())
                        .dimension())
                .isEqualTo(dimension);
    }

    @Test
    void takesTheLimitsThatAreConfigured() {
        TestSettings settings =
                TestSettings.embedding(LOCAL).batchSize(32).concurrency(3).option("max-input-tokens", "512");

        assertThat(provider.limits(settings.settings())).isEqualTo(new EmbeddingLimits(32, 512, 300_000, 3));
    }

    @Test
    void takesTheRequestLimitThatIsConfigured() {
        TestSettings settings = TestSettings.embedding(LOCAL).option("max-request-tokens", "16384");

        assertThat(provider.limits(settings.settings()).tokensPerRequest()).isEqualTo(16_384);
    }

    @Test
    void takesTheBytesThatAreConfigured() {
        TestSettings settings = TestSettings.embedding(LOCAL)
                .batchSize(10)
                .prefixes("été: ", "q: ")
                .option("max-request-bytes", "2000000");

        assertThat(provider.limits(settings.settings()).bytesPerRequest()).isEqualTo(2_000_000 - 10 * 7);
    }

    @Test
    void refusesBytesThatThePrefixesAloneTake() {
        TestSettings settings = TestSettings.embedding(LOCAL)
                .batchSize(10)
                .prefixes("1234567", "")
                .option("max-request-bytes", "70");

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> provider.limits(settings.settings()))
                .withMessage("embedding.options.max-request-bytes must be above the 70 bytes that the prefixes of 10"
                        + " texts take, got 70: raise it, or lower embedding.batch-size");
    }

    @Test
    void leavesRoomForThePrefixes() {
        TestSettings settings =
                TestSettings.embedding(LOCAL).batchSize(100).prefixes("passage: ", "a rather longer query prefix: ");
        int prefix = provider.tokenCounter(settings.settings()).count("a rather longer query prefix: ");

        assertThat(provider.limits(settings.settings()))
                .isEqualTo(new EmbeddingLimits(
                        100,
                        8191 - prefix,
                        300_000 - 100 * prefix,
                        EmbeddingLimits.DEFAULT_BYTES_PER_REQUEST - 3000,
                        8));
    }

    @Test
    void wantsADimensionForAModelThatItDoesNotKnow() {
        assertRefused(
                TestSettings.embedding(LOCAL).model("bge-m3"),
                "The dimension of model 'bge-m3' isn't known here: set embedding.dimension to it. Known without:"
                        + " text-embedding-3-large, text-embedding-3-small, text-embedding-ada-002");
    }

    @Test
    void refusesADimensionThatTheModelCannotHave() {
        assertRefused(
                TestSettings.embedding(null).dimension(1537),
                "embedding.dimension must be from 1 to 1536 for model 'text-embedding-3-small', got 1537");
        assertRefused(
                TestSettings.embedding(null).model("text-embedding-ada-002").dimension(256),
                "embedding.dimension must be 1536 for model 'text-embedding-ada-002', got 256");
        assertRefused(
                TestSettings.embedding(LOCAL).model("bge-m3").dimension(0),
                "embedding.dimension must be at least 1, got 0");
    }

    @Test
    void refusesABatchThatOpenAiWouldRefuse() {
        assertRefused(
                TestSettings.embedding(null).batchSize(2049),
                "embedding.batch-size must be from 1 to 2048 at https://api.openai.com/v1, got 2049");
    }

    @Test
    void refusesPrefixesThatLeaveNoRoom() {
        assertRefused(
                TestSettings.embedding(LOCAL).prefixes("one two three", "").option("max-input-tokens", "3"),
                "embedding.document-prefix and embedding.query-prefix must leave room for a text, but a prefix takes 3"
                        + " tokens of an input's 3");
    }

    @Test
    void refusesOptionsThatItDoesNotKnow() {
        assertRefused(
                TestSettings.embedding(LOCAL).option("encoding", "float"),
                "Unknown option 'encoding' (embedding.options.encoding). Known: encoding-format, max-input-tokens,"
                        + " max-request-bytes, max-request-tokens, send-dimensions");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encoding-format | int8 | embedding.options.encoding-format must be one of base64, float, none, got 'int8'",
                "send-dimensions | no | embedding.options.send-dimensions must be true or false, got 'no'",
                "max-input-tokens | many | embedding.options.max-input-tokens must be a whole number of at least 1, got 'many'",
                "max-request-tokens | 0 | embedding.options.max-request-tokens must be a whole number of at least 1, got '0'"
            })
    void refusesOptionsThatAreWrong(String name, String value, String message) {
        assertRefused(TestSettings.embedding(LOCAL).dimension(8).option(name, value), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host/v1", "localhost:8000", "http:/v1", "/v1"})
    void refusesABaseUrlThatIsNone(String address) {
        assertRefused(
                TestSettings.embedding(URI.create(address)),
                "embedding.base-url must be an http or https address with a host and no user, such as"
                        + " https://api.openai.com/v1, got '" + address + "'");
    }

    @Test
    void showsNoPasswordOfABaseUrl() {
        assertRefused(
                TestSettings.embedding(URI.create("https://me:secret@host/v1?token=secret")),
                "embedding.base-url must be an http or https address with a host and no user, such as"
                        + " https://api.openai.com/v1, got 'https://***@host/v1'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.openai.com/v1",
                "https://eu.api.openai.com/v1",
                "https://mine.openai.azure.com/openai/v1"
            })
    void wantsAKeyWhereOpenAiItselfAnswers(String address) {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> provider.open(
                        TestSettings.embedding(URI.create(address)).settings()))
                .withMessage(
                        "%s wants an API key: set embedding.api-key, or embedding.base-url to a server that needs"
                                + " none",
                        address);
    }

    @Test
    void takesABlankKeyForNone() {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() ->
                        provider.open(TestSettings.embedding(null).apiKey(" ").settings()))
                .withMessage("https://api.openai.com/v1 wants an API key: set embedding.api-key, or embedding.base-url"
                        + " to a server that needs none");
    }

    @Test
    void needsNoKeyToSayWhatItWouldMake() {
        assertThat(provider.space(TestSettings.embedding(null).settings()).dimension())
                .isEqualTo(1536);
    }

    private void assertRefused(TestSettings settings, String message) {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> provider.space(settings.settings()))
                .withMessage(message);
    }
}

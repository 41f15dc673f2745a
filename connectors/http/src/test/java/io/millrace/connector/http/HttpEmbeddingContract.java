package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.http.stub.StubEmbed;
import io.millrace.connector.http.stub.StubProvider;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingModelContract;
import io.millrace.embed.EmbeddingProvider;
import io.millrace.embed.Vector;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every embedding model over HTTP keeps, against a server that speaks its provider's wire. */
abstract class HttpEmbeddingContract extends EmbeddingModelContract implements HttpModelContract {
    private static final Pattern SEMICOLON = Pattern.compile(";");

    private final StubEmbed stub;
    private final EmbeddingProvider provider;
    private final TestSettings settings;

    HttpEmbeddingContract(StubEmbed stub, EmbeddingProvider provider, String model) {
        this.stub = stub;
        this.provider = provider;
        this.settings = TestSettings.of("embedding", provider.name(), stub.baseUrl())
                .model(model)
                .apiKey(StubProvider.KEY);
    }

    /** A reply of the provider's own shape, with these as its vectors, which are JSON. */
    protected abstract String reply(List<String> vectors);

    /** A dimension that the model's vectors can be shortened to. */
    protected abstract int shorter();

    /** What the provider needs in its options. */
    protected TestSettings completed(TestSettings given) {
        return given;
    }

    @Override
    protected final EmbeddingModel openModel() {
        return provider.open(settings().settings());
    }

    @Override
    protected final boolean unitLength() {
        return true;
    }

    @AfterEach
    void closeTheStub() {
        stub.close();
    }

    @Override
    public final StubEmbed stub() {
        return stub;
    }

    @Override
    public final TestSettings settings() {
        return completed(settings);
    }

    @Override
    public final CompletableFuture<?> call(String text) {
        return call(model(), text);
    }

    @Override
    public final ClassifiedException failure(TestSettings other) {
        try (EmbeddingModel model = provider.open(other.settings())) {
            return Failures.of(call(model, TEXT));
        }
    }

    private static CompletableFuture<?> call(EmbeddingModel model, String text) {
        return model.embed(List.of("A " + text, text + " and bread"), EmbeddingMode.DOCUMENT);
    }

    protected final EmbeddingProvider provider() {
        return provider;
    }

    /** What the stub is sent by a model of these settings. */
    protected final JsonNode sent(TestSettings given, EmbeddingMode mode, String... texts) {
        try (EmbeddingModel model = provider.open(given.settings())) {
            EmbeddingModel.Response unused = model.embed(List.of(texts), mode).join();
        }
        return stub.requests().get(stub.requests().size() - 1).body();
    }

    /** The revision of the space of a model that has such an option. */
    protected final String revision(String option, String value) {
        return provider.space(settings().option(option, value).settings()).revision();
    }

    @Test
    void namesItselfAsConfigured() {
        String name = provider.name() + "/" + settings.model();

        assertThat(model().name()).isEqualTo(name);
        assertThat(provider.modelName(settings().settings())).isEqualTo(name);
    }

    @Test
    void isKnownWithoutBeingOpened() {
        assertThat(provider.space(settings().settings())).isEqualTo(model().space());
        assertThat(provider.limits(settings().settings())).isEqualTo(model().limits());
        assertThat(provider.tokenCounter(settings().settings()).count("wheel"))
                .isEqualTo(model().tokenCounter().count("wheel"));
        assertThat(model().space().normalised()).isTrue();
        assertThat(model().space().revision()).isEmpty();
        assertThat(stub.requests()).isEmpty();
    }

    @Test
    void findsTheDocumentThatAnswers() {
        Vector question = embed(List.of("What turns the mill wheel?"), EmbeddingMode.QUERY)
                .vectors()
                .get(0);
        List<Vector> documents = embed(
                        List.of("Bread is baked at night.", "The river turns the mill wheel."), EmbeddingMode.DOCUMENT)
                .vectors();

        assertThat(question.dot(documents.get(1))).isGreaterThan(question.dot(documents.get(0)) + 0.2);
    }

    @Test
    void shortensVectorsAndKeepsThemUnitLength() {
        TestSettings shortened = settings().dimension(shorter());
        try (EmbeddingModel model = provider.open(shortened.settings())) {
            Vector vector = model.embed(List.of(TEXT), EmbeddingMode.DOCUMENT)
                    .join()
                    .vectors()
                    .get(0);

            assertThat(vector.dimension())
                    .isEqualTo(shorter())
                    .isEqualTo(model.space().dimension());
            assertThat(vector.dot(vector)).isCloseTo(1, within(1e-3));
        }
        assertThat(sent(shortened, EmbeddingMode.QUERY, TEXT).toString()).contains(":" + shorter());
        assertThat(sent(shortened.dimension(model().space().dimension()), EmbeddingMode.QUERY, TEXT))
                .isEqualTo(sent(settings(), EmbeddingMode.QUERY, TEXT));
        assertThat(sent(
                        settings().model(settings.model()).option("send-dimensions", "false"),
                        EmbeddingMode.QUERY,
                        TEXT))
                .isEqualTo(sent(settings(), EmbeddingMode.QUERY, TEXT));
    }

    @Test
    void refusesADimensionThatTheModelHasNot() {
        assertThatThrownBy(() -> provider.space(settings().dimension(100_000).settings()))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("embedding.dimension must be ")
                .hasMessageEndingWith(" for model '" + settings.model() + "', got 100000");
    }

    @Test
    void putsPrefixesBeforeTexts() {
        TestSettings prefixed = settings().prefixes("passage: ", "query: ");

        assertThat(sent(prefixed, EmbeddingMode.DOCUMENT, "wheel").toString()).contains("\"passage: wheel\"");
        assertThat(sent(prefixed, EmbeddingMode.QUERY, "wheel").toString()).contains("\"query: wheel\"");
        assertThat(provider.space(prefixed.settings()).documentPrefix()).isEqualTo("passage: ");
        assertThat(provider.space(prefixed.settings()).queryPrefix()).isEqualTo("query: ");
    }

    @Test
    void wantsTheDimensionOfAModelThatItDoesNotKnow() {
        TestSettings unknown = settings().model("a-model-of-tomorrow");

        assertThatThrownBy(() -> provider.space(unknown.settings()))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("The dimension of model 'a-model-of-tomorrow' isn't known here: set"
                        + " embedding.dimension to it. Known without: ")
                .hasMessageContaining(settings.model());
        assertThat(provider.space(unknown.dimension(48).settings()).dimension()).isEqualTo(48);
    }

    @Test
    void needsAModelAndKnowsItsOptions() {
        assertThatThrownBy(() -> provider.space(settings().model(null).settings()))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("embedding.model is missing: name an embedding model of provider '"
                        + provider.name() + "', such as ");
        assertThatThrownBy(() ->
                        provider.space(settings().option("normalise", "false").settings()))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("Unknown option 'normalise' (embedding.options.normalise). Known: ")
                .hasMessageContaining("max-input-tokens");
    }

    @Test
    void leavesAReserveWhereTokensAreEstimated() {
        assertThat(model().limits().tokensPerInput()).isLessThanOrEqualTo(stub.mostTokens() * 9 / 10);
        assertThat(model().limits().inputs()).isLessThanOrEqualTo(stub.mostTexts());
        assertThat(provider.limits(settings().option("max-input-tokens", "100").settings())
                        .tokensPerInput())
                .isEqualTo(100);
    }

    @Test
    void cutsNoText() {
        String tooLong = "wheel ".repeat(stub.mostTokens() + 1);

        ClassifiedException failure = Failures.of(model().embed(List.of(tooLong), EmbeddingMode.DOCUMENT));

        assertThat(failure.kind()).isEqualTo(FailureKind.REJECTED);
        assertThat(failure).hasMessageContaining(" refused the request: ");
    }

    @Test
    void refusesWhatTheRealServerRefuses() {
        if (stub.mostTexts() == Integer.MAX_VALUE) {
            return;
        }
        List<String> tooMany = Collections.nCopies(stub.mostTexts() + 1, "wheel");

        ClassifiedException failure = Failures.of(model().embed(tooMany, EmbeddingMode.DOCUMENT));

        assertThat(failure.kind()).isEqualTo(FailureKind.REJECTED);
        assertThat(failure)
                .hasMessageContaining("%d".formatted(stub.mostTexts()))
                .hasMessageContaining(" refused the request: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "V",
                "V;V;V",
                "V;null",
                "V;{}",
                "V;[]",
                "V;7",
                "V;\"text\"",
                "V;[\"a\",\"b\"]",
                "V;[1,\"b\"]",
                "V;[[1,2]]"
            })
    void doesNotTakeNonsenseForVectors(String vectors) {
        ClassifiedException failure = failure(new StubReply(200, reply(vectors(vectors, "0.5"))));

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo("unreadable-reply");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "null", "1e400", "-Infinity"})
    void refusesATextWhoseVectorIsNotFinite(String number) {
        ClassifiedException failure = failure(new StubReply(200, reply(vectors("V;V", number))));

        assertThat(failure.kind()).isEqualTo(FailureKind.REJECTED);
        assertThat(failure.code()).isEqualTo("vector-not-finite");
    }

    @Test
    void stopsAtVectorsOfAnotherDimension() {
        ClassifiedException failure = failure(new StubReply(200, reply(List.of("[1,0,0]", "[0,1,0]"))));

        assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
        assertThat(failure.code()).isEqualTo("dimension-mismatch");
        assertThat(failure).hasMessageContaining("set embedding.dimension to 3");
    }

    /** What is between semicolons, with a vector of the model's dimension for each V. */
    private List<String> vectors(String written, String number) {
        String vector = Collections.nCopies(model().space().dimension(), number).toString();
        return SEMICOLON
                .splitAsStream(written)
                .map(one -> one.equals("V") ? vector : one)
                .toList();
    }
}

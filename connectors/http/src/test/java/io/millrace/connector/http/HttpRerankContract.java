package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.http.stub.StubReply;
import io.millrace.connector.http.stub.StubRerank;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import io.millrace.rerank.RerankModel;
import io.millrace.rerank.RerankModelContract;
import io.millrace.rerank.RerankProvider;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every rerank model over HTTP keeps, against a server that speaks its provider's wire. */
abstract class HttpRerankContract extends RerankModelContract implements HttpModelContract {
    private final StubRerank stub;
    private final RerankProvider provider;
    private final TestSettings settings;

    HttpRerankContract(StubRerank stub, RerankProvider provider, String model) {
        this.stub = stub;
        this.provider = provider;
        this.settings =
                TestSettings.of(provider.name(), stub.baseUrl()).model(model).apiKey(StubRerank.KEY);
    }

    @Override
    protected RerankModel openModel() {
        return provider.open(settings.settings());
    }

    @AfterEach
    void closeTheStub() {
        stub.close();
    }

    /** A reply of the provider's own shape, from results as {@code [{"index":0,"score":0.5}]}. */
    protected abstract String reply(String results);

    @Override
    public final StubRerank stub() {
        return stub;
    }

    @Override
    public final TestSettings settings() {
        return settings;
    }

    @Override
    public final CompletableFuture<?> call(String text) {
        return call(model(), text);
    }

    @Override
    public final ClassifiedException failure(TestSettings other) {
        try (RerankModel model = provider.open(other.settings())) {
            return Failures.of(call(model, TEXT));
        }
    }

    private static CompletableFuture<?> call(RerankModel model, String text) {
        return model.rerank("What is " + text + "?", List.of("A " + text, "bread"));
    }

    protected final RerankProvider provider() {
        return provider;
    }

    @Test
    void namesItselfAsConfigured() {
        assertThat(model().name()).isEqualTo(provider.name() + "/" + settings.model());
    }

    @Test
    void sendsNoMoreDocumentsThanAreConfigured() {
        try (RerankModel model =
                provider.open(settings.option("max-documents", "7").settings())) {
            assertThat(model.limits().documents()).isEqualTo(7);
        }
        assertThatThrownBy(() ->
                        provider.open(settings.option("max-documents", "0").settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage("rerank.options.max-documents must be a whole number of at least 1, got '0'");
        assertThatThrownBy(() -> provider.open(settings.option("max_docs", "9").settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage("Unknown option 'max_docs' (rerank.options.max_docs). Known: max-documents");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"index\":0,\"score\":0.5}]",
                "[{\"index\":0,\"score\":0.5},{\"index\":1,\"score\":0.5},{\"index\":2,\"score\":0.5}]",
                "[{\"index\":0,\"score\":0.5},{\"index\":0,\"score\":0.5}]",
                "[{\"index\":0,\"score\":0.5},{\"index\":2,\"score\":0.5}]",
                "[{\"index\":0,\"score\":0.5},{\"index\":-1,\"score\":0.5}]",
                "[{\"index\":0,\"score\":0.5},{\"score\":0.5}]",
                "[{\"index\":0,\"score\":0.5},{\"index\":1,\"score\":NaN}]",
                "[{\"index\":0,\"score\":0.5},{\"index\":1,\"score\":null}]",
                "[{\"index\":0,\"score\":0.5},{\"index\":1,\"score\":1e400}]",
                "[{\"index\":0,\"score\":0.5},{\"index\":1}]",
                "[{\"index\":0,\"score\":0.5},7]",
                "{}",
                "null"
            })
    void doesNotTakeNonsenseForScores(String results) {
        ClassifiedException failure = failure(new StubReply(200, reply(results)));

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo("unreadable-reply");
    }

    @Test
    void refusesWhatTheRealServerRefuses() {
        int tooMany = stub.mostDocuments() + 1;

        ClassifiedException failure = Failures.of(model().rerank("wheel", Collections.nCopies(tooMany, "wheel")));

        assertThat(failure.kind()).isEqualTo(FailureKind.REJECTED);
        assertThat(failure)
                .hasMessageContaining("%d".formatted(stub.mostDocuments()))
                .hasMessageContaining(" refused the request: ");
    }
}

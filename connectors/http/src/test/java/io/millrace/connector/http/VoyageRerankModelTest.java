package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.http.stub.StubVoyageRerank;
import io.millrace.failure.FatalException;
import io.millrace.rerank.RerankModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class VoyageRerankModelTest extends HttpRerankContract {
    VoyageRerankModelTest() {
        super(new StubVoyageRerank(), new VoyageRerankProvider(), "rerank-2.5");
    }

    @Override
    protected String reply(String results) {
        return "{\"object\":\"list\",\"data\":%s,\"usage\":{\"total_tokens\":5}}"
                .formatted(results.replace("score", "relevance_score"));
    }

    @Test
    void asksForEveryDocumentAndForNoTexts() {
        rerank("wheel", List.of("a wheel", "a mill"));

        assertThat(stub().requests().get(0).body().toString())
                .isEqualTo("{\"model\":\"rerank-2.5\",\"query\":\"wheel\",\"documents\":[\"a wheel\",\"a mill\"],"
                        + "\"top_k\":2,\"return_documents\":false,\"truncation\":true}");
    }

    @Test
    void countsTheTokensThatVoyageCounted() {
        assertThat(rerank("the wheel", List.of("a wheel", "a mill by night"))
                        .usage()
                        .inputTokens())
                .isEqualTo(10);
    }

    @Test
    void hasADefaultModelAtVoyageAlone() {
        try (RerankModel model =
                provider().open(TestSettings.of("voyage", null).apiKey("k").settings())) {
            assertThat(model.name()).isEqualTo("voyage/rerank-2.5");
        }
        assertThatThrownBy(() -> provider()
                        .open(TestSettings.of("voyage", stub().baseUrl()).settings()))
                .isInstanceOf(FatalException.class)
                .hasMessage("rerank.model is missing: name a rerank model of provider 'voyage', such as rerank-2.5");
    }

    @Test
    void stopsWhereVoyageKnowsNoSuchModel() {
        try (RerankModel model = provider().open(settings().model("gpt-9").settings())) {
            assertThat(Failures.of(model.rerank("wheel", List.of("wheel"))).code())
                    .isEqualTo("model-not-found");
        }
    }
}

package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.answer.RequestRoute;
import io.millrace.embed.Distance;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.index.CollectionSpec;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.recipe.AnswerStoreRecipe;
import io.millrace.job.recipe.RerankModelRecipe;
import io.millrace.rerank.RerankModel;
import io.millrace.usage.Price;
import io.millrace.usage.PriceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WiringTest {
    private static final String OWN = new Wiring(config()).collection().space().revision();

    @Test
    void takesTheRevisionThatIsConfiguredWhereTheProviderKnowsNone() {
        CollectionSpec collection = new Wiring(
                        config("embedding.provider=openai", "embedding.revision=2024-01", "embedding.distance=dot"))
                .collection();

        assertThat(collection.space())
                .isEqualTo(new VectorSpace(
                        "openai", "text-embedding-3-small", "2024-01", 1536, Distance.DOT, true, "", ""));
    }

    @Test
    void knowsTheRevisionOfTheModelInThisProcess() {
        assertThat(OWN).matches("[0-9a-f]{12}");
        assertThat(new Wiring(config("embedding.revision=" + OWN))
                        .collection()
                        .space()
                        .revision())
                .isEqualTo(OWN);
    }

    @Test
    void refusesAnotherRevisionThanTheModelInThisProcessHas() {
        Wiring wiring = new Wiring(config("embedding.revision=other"));

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(wiring::collection)
                .withMessage(
                        "embedding.revision is 'other', but embedding model 'all-MiniLM-L6-v2' of provider onnx is of"
                                + " revision '" + OWN + "': set it to that, or leave it out");
    }

    @Test
    void opensTheRerankModelThatIsConfigured() {
        RerankModelRecipe recipe =
                new QueryWiring(config("rerank.provider=tei", "rerank.base-url=http://localhost:1")).reranking();

        assertThat(recipe).isNotNull();
        try (RerankModel model = recipe.get()) {
            assertThat(model.name()).isEqualTo("tei/default");
        }
        assertThat(new QueryWiring(config()).reranking()).isNull();
    }

    @Test
    void namesTheProvidersThatThereAre() {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> new QueryWiring(config("rerank.provider=cohre")).checkProviders())
                .withMessage("Unknown rerank provider 'cohre' (rerank.provider). Known: none, cohere, jina, tei");
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> new QueryWiring(config("chat.provider=opnai")).checkProviders())
                .withMessage("Unknown chat provider 'opnai' (chat.provider). Known: none, openai");
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> new Wiring(config("embedding.provider=opnai")).collection())
                .withMessage("Unknown embedding provider 'opnai' (embedding.provider). Known: onnx, openai, static");
    }

    @Test
    void routesRequestsByTenantWhereSomethingIsCountedOfAllOfThem() {
        assertThat(new QueryWiring(config()).route()).isEqualTo(new RequestRoute(false));
        assertThat(new QueryWiring(config("query.limits.tokens-per-request=9000")).route())
                .isEqualTo(new RequestRoute(false));
        assertThat(new QueryWiring(config("query.limits.concurrent-requests=3", "answers.keep=0s")).route())
                .isEqualTo(new RequestRoute(true));
        assertThat(new QueryWiring(config("query.limits.tokens-per-day=9000")).route())
                .isEqualTo(new RequestRoute(true));
        assertThat(new QueryWiring(config("answers.keep=0s")).route()).isNull();
    }

    @Test
    void knowsWhatRerankModelsCost() {
        PriceTable prices = new Wiring(config()).prices();

        assertThat(prices.ofNamed("tei/BAAI/bge-reranker-base")).isEqualTo(Price.FREE);
        assertThat(prices.ofNamed("cohere/rerank-v5.0-fast")).isEqualTo(Price.parse("0.02"));
        assertThat(prices.ofNamed("cohere/rerank-v4.0-pro"))
                .as("billed by searches")
                .isNull();
    }

    @Test
    void tellsHowChunksAreMadeOnlyWhereTheyAre() {
        IngestWiring wiring = new IngestWiring(config("qdrant.adopt=true", "qdrant.vector=''"));

        assertThat(wiring.collection().chunking()).isEmpty();
        assertThat(wiring.collection().adopt()).isTrue();
        assertThat(wiring.filledCollection().chunking()).startsWith("structure, ");
        assertThat(wiring.store().settings().vector()).isEmpty();
    }

    @Test
    void answersAreKeptBesideTheDocumentsUnlessTheyAreToBeElsewhere() {
        AnswerStoreRecipe beside = new QueryWiring(config("qdrant.vector=''", "qdrant.url=http://q:6334")).answers();
        AnswerStoreRecipe elsewhere = new QueryWiring(config("answers.collection=kept")).answers();

        assertThat(beside).isNotNull();
        assertThat(beside.collection()).isEqualTo("docs-answers");
        assertThat(beside.settings().url()).hasHost("q");
        assertThat(beside.questions())
                .isEqualTo(new Wiring(config()).collection().space());
        assertThat(elsewhere).isNotNull();
        assertThat(elsewhere.collection()).isEqualTo("kept");
        assertThat(new QueryWiring(config("answers.keep=0s")).answers()).isNull();
    }

    private static MillraceConfig config(String... overrides) {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.add("qdrant.collection=docs");
        return MillraceConfig.parse("", all, Map.of());
    }
}

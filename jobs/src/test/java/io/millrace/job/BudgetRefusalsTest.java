package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.failure.FatalException;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.config.bind.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A budget that can't be kept is refused before a job is submitted, in a line that says what to mend. */
class BudgetRefusalsTest {
    @Test
    void refusesAModelWhosePriceIsNotKnown() {
        assertThatThrownBy(() -> check("embedding.model=mine", "embedding.dimension=8", "embedding.budget=20 USD/day"))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "embedding.budget is 20.00 USD/day, and what openai/mine costs isn't known: name its price of a"
                                + " million tokens under prices.models, as in 'openai/mine: 0.02'");
    }

    @Test
    void refusesABudgetThatOneRequestMayExceed() {
        // 300,000 tokens, the provider's limit, at 0.02 a million.
        assertThatThrownBy(() -> check("embedding.budget=0.005 USD/hour"))
                .isInstanceOf(FatalException.class)
                .hasMessage("embedding.budget must be at least 0.006 USD, what one full request to"
                        + " openai/text-embedding-3-small may cost, got '0.005 USD/hour'; a smaller"
                        + " embedding.batch-size makes requests smaller");
    }

    @Test
    void takesABudgetOfOneSmallRequest() {
        assertThatCode(() -> check("embedding.budget=0.006 USD/hour")).doesNotThrowAnyException();
        assertThatCode(() -> check("embedding.budget=0.005 USD/hour", "embedding.batch-size=10"))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesABudgetInAnotherCurrencyThanThePrices() {
        assertThatThrownBy(() -> check("embedding.budget=20 EUR/day"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "embedding.budget must be in the currency of prices.currency (USD), got '20.00 EUR/day'");
    }

    @Test
    void knowsNoListPriceInAnotherCurrency() {
        assertThatThrownBy(() -> check("embedding.budget=20 EUR/day", "prices.currency=EUR"))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "embedding.budget is 20.00 EUR/day, and what openai/text-embedding-3-small costs isn't known:"
                                + " name its price of a million tokens under prices.models, as in"
                                + " 'openai/text-embedding-3-small: 0.02'");
    }

    @Test
    void refusesAChunkerWhoseCallsItDoesNotLimit() {
        assertThatThrownBy(() -> check("embedding.budget=20 USD/day", "chunking.chunker=semantic"))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "embedding.budget is 20.00 USD/day, and chunking.chunker is semantic, whose calls to"
                                + " openai/text-embedding-3-small it doesn't limit: try another chunker, or leave the budget out");
        assertThatCode(() ->
                        check("embedding.budget=20 USD/day", "chunking.chunker=semantic", "embedding.provider=onnx"))
                .doesNotThrowAnyException();
    }

    private static void check(String... overrides) {
        List<String> all = new ArrayList<>(List.of("qdrant.collection=any", "embedding.provider=openai"));
        all.addAll(List.of(overrides));
        new IngestWiring(MillraceConfig.parse("", all, Map.of())).checkBudget();
    }
}

package io.millrace.job.config;

import io.millrace.job.config.bind.Contradictions;
import io.millrace.job.config.bind.Setting;
import io.millrace.usage.Price;
import io.millrace.usage.PriceTable;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/** What models cost. */
public record PricesConfig(
        @Setting(
                value = BuiltInPrices.CURRENCY,
                doc =
                        "The currency of all prices and of `embedding.budget`, as three capital letters. The built-in list"
                                + " is in USD and is left out with another.")
        String currency,

        @Setting(value = "2026-11-22", doc = "When the prices were true; the default is the built-in list's date.")
        LocalDate asOf,

        @Setting(
                doc = "Prices of a million tokens, by `provider/model`, by `model`, or by `provider/*` for all of a"
                        + " provider's: `0.02` of tokens read, or `2.50 / 10` of tokens read and written. They win over"
                        + " the built-in list.")
        Map<String, Price> models)
        implements Serializable {

    public PricesConfig {
        models = Map.copyOf(models);
        new Contradictions()
                .unless(
                        currency.matches("[A-Z]{3}"),
                        "prices.currency",
                        "prices.currency must be three capital letters, such as USD, got '%s'".formatted(currency))
                .refuse();
    }

    /** The configured prices, over those of the built-in list. */
    public PriceTable table() {
        Map<String, Price> all = new LinkedHashMap<>();
        BuiltInPrices.models().forEach((model, price) -> {
            // What costs nothing costs nothing in any currency.
            if (currency.equals(BuiltInPrices.CURRENCY) || price.equals(Price.FREE)) {
                all.put(model, price);
            }
        });
        all.putAll(models);
        return new PriceTable(currency, asOf, all);
    }
}

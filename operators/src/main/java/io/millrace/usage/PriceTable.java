package io.millrace.usage;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What models cost, as of a date: prices move.
 *
 * @param currency of all prices, such as {@code USD}
 * @param asOf when they were true
 * @param models prices by the name of a model with its provider's before it, as in {@code openai/gpt-4o}, by its own
 *     alone, or by {@code openai/*} for all of a provider's
 */
public record PriceTable(String currency, LocalDate asOf, Map<String, Price> models) implements Serializable {
    public PriceTable {
        models = Map.copyOf(models);
    }

    /** The model's price: by its name with its provider's, else of all of the provider's, else by its own; or null. */
    public @Nullable Price of(String provider, String model) {
        Price exact = models.get(provider + "/" + model);
        if (exact != null) {
            return exact;
        }
        Price anyOfProvider = models.get(provider + "/*");
        return anyOfProvider != null ? anyOfProvider : models.get(model);
    }

    /** The price of a model that is named with its provider, as in {@code openai/gpt-4o}; or null. */
    public @Nullable Price ofNamed(String model) {
        int slash = model.indexOf('/');
        return of(model.substring(0, Math.max(0, slash)), model.substring(slash + 1));
    }
}

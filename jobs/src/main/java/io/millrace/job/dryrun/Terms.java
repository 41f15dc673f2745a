package io.millrace.job.dryrun;

import io.millrace.usage.Budget;
import io.millrace.usage.Price;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What an estimate is priced with.
 *
 * @param model the embedding model, {@code provider/model}
 * @param price its price, or null when it isn't known
 * @param currency of the price
 * @param asOf when it was true
 * @param budget that the job would have, or null for none
 */
public record Terms(
        String model,
        @Nullable Price price,
        String currency,
        LocalDate asOf,
        @Nullable Budget budget) {}

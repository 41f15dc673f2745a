package io.millrace.job.recipe;

import io.millrace.connector.qdrant.QdrantSettings;
import io.millrace.connector.qdrant.QdrantSpendLedger;
import io.millrace.failure.ClassifiedException;
import io.millrace.usage.Budget;
import io.millrace.usage.BudgetPurse;
import io.millrace.usage.Purse;
import io.millrace.usage.PurseSource;
import io.millrace.usage.TimerAlarm;
import java.time.Clock;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Opens a purse in the task that spends from it: its part of a budget that all have who write to the collection.
 *
 * @param budget what may be spent
 * @param settings how Qdrant is reached
 * @param collection whose metadata is the ledger
 */
public record PurseRecipe(Budget budget, QdrantSettings settings, String collection) implements PurseSource {
    @Override
    public Purse open(Consumer<ClassifiedException> failed) {
        return new BudgetPurse(
                budget,
                QdrantSpendLedger.open(settings, collection),
                // No attempt goes on under the name of one before: what that had under way may yet be written.
                UUID.randomUUID().toString(),
                Clock.systemUTC(),
                new TimerAlarm(),
                new Random(),
                failed);
    }
}

package io.millrace.index;

import io.millrace.embed.EmbedOutcome;
import io.millrace.failure.Backoff;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.legacy.YieldingOperatorFactory;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Makes the operator that applies steps to a {@link VectorStore}, in order, many to a request. It has no output but the
 * dead letters ({@link io.millrace.failure.DeadLetters#TAG}); with content-derived ids, what a restart repeats changes
 * nothing.
 *
 * <p>Counts changes: {@code indexed}, {@code deleted}, {@code unembedded} and {@code unstored} (which are dead letters);
 * and chunks {@code embedded} with their {@code tokens}.
 */
@SuppressWarnings("deprecation") // Flink hands the mailbox to factories of this interface only, its own included.
public final class StoreFactory extends AbstractStreamOperatorFactory<Void>
        implements OneInputStreamOperatorFactory<EmbedOutcome, Void>, YieldingOperatorFactory<Void> {
    private static final long serialVersionUID = 1L;

    private final SerializableSupplier<VectorStore> recipe;
    private final int batch;
    private final String countPrefix;
    private final Backoff backoff;

    /**
     * A factory for the store that the recipe opens.
     *
     * @param batch operations in a request, at least 1
     * @param countPrefix stands before the names of the counts; empty in the main flow
     */
    public StoreFactory(SerializableSupplier<VectorStore> recipe, int batch, String countPrefix) {
        this(recipe, batch, countPrefix, Backoff.STANDARD);
    }

    StoreFactory(SerializableSupplier<VectorStore> recipe, int batch, String countPrefix, Backoff backoff) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, got " + batch);
        }
        this.recipe = recipe;
        this.batch = batch;
        this.countPrefix = countPrefix;
        this.backoff = backoff;
        setChainingStrategy(ChainingStrategy.ALWAYS);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // As in every operator factory of Flink's: its own caller names the type.
    public <T extends StreamOperator<Void>> T createStreamOperator(StreamOperatorParameters<Void> parameters) {
        return (T) new StoreOperator(parameters, recipe, batch, countPrefix, getMailboxExecutor(), backoff);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return StoreOperator.class;
    }
}

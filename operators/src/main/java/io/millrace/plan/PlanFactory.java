package io.millrace.plan;

import io.millrace.document.IncomingDocument;
import io.millrace.index.IndexOperation;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.legacy.YieldingOperatorFactory;

/**
 * Makes the operator that plans: documents in, the steps towards the index holding them out, and what can't be parsed to
 * {@link io.millrace.failure.DeadLetters#TAG}. All states of a document must come to one subtask, in order.
 *
 * <p>Counts {@code documents} and {@code deletes} that take steps, {@code unchanged} ones that take none,
 * {@code outdated} ones of which the index holds a newer state, and {@code unparsed}; and chunks {@code added},
 * {@code moved}, {@code kept} and {@code removed}.
 */
@SuppressWarnings("deprecation") // Flink hands the mailbox to factories of this interface only, its own included.
public final class PlanFactory extends AbstractStreamOperatorFactory<IndexOperation>
        implements OneInputStreamOperatorFactory<IncomingDocument, IndexOperation>,
                YieldingOperatorFactory<IndexOperation> {
    private static final long serialVersionUID = 1L;

    private final PlanSettings settings;

    public PlanFactory(PlanSettings settings) {
        this.settings = settings;
        setChainingStrategy(ChainingStrategy.ALWAYS);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // As in every operator factory of Flink's: its own caller names the type.
    public <T extends StreamOperator<IndexOperation>> T createStreamOperator(
            StreamOperatorParameters<IndexOperation> parameters) {
        return (T) new PlanOperator(parameters, settings, getMailboxExecutor());
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return PlanOperator.class;
    }
}

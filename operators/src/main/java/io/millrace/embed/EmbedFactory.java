package io.millrace.embed;

import io.millrace.index.IndexOperation;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.legacy.YieldingOperatorFactory;

/**
 * Makes the operator that gives each chunk its vector: many chunks to a request, many requests at a time, steps out in
 * the order in which they came in. Steps that need no vector pass through.
 */
@SuppressWarnings("deprecation") // Flink hands the mailbox to factories of this interface only, its own included.
public final class EmbedFactory extends AbstractStreamOperatorFactory<EmbedOutcome>
        implements OneInputStreamOperatorFactory<IndexOperation, EmbedOutcome>, YieldingOperatorFactory<EmbedOutcome> {
    private static final long serialVersionUID = 1L;

    private final EmbedSettings settings;

    public EmbedFactory(EmbedSettings settings) {
        this.settings = settings;
        setChainingStrategy(ChainingStrategy.ALWAYS);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // As in every operator factory of Flink's: its own caller names the type.
    public <T extends StreamOperator<EmbedOutcome>> T createStreamOperator(
            StreamOperatorParameters<EmbedOutcome> parameters) {
        return (T) new EmbedOperator(parameters, settings, getMailboxExecutor());
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return EmbedOperator.class;
    }
}

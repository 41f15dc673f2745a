package io.millrace.answer;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.legacy.YieldingOperatorFactory;
import org.apache.flink.util.OutputTag;

/**
 * Makes the operator that answers requests: many at a time, each answer out as soon as it is there, and before it, by
 * {@link #DELTAS}, its text as it is written where the request asks for that.
 */
@SuppressWarnings("deprecation") // Flink hands the mailbox to factories of this interface only, its own included.
public final class AnswerFactory extends AbstractStreamOperatorFactory<Answer>
        implements OneInputStreamOperatorFactory<Request, Answer>, YieldingOperatorFactory<Answer> {
    /** Pieces of answers, those of a request in their order and before its answer. */
    public static final OutputTag<AnswerDelta> DELTAS =
            new OutputTag<>("deltas", TypeInformation.of(AnswerDelta.class));

    private static final long serialVersionUID = 1L;

    private final AnsweringRecipes recipes;
    private final int concurrency;

    /** @param concurrency requests that a subtask works on at once */
    public AnswerFactory(AnsweringRecipes recipes, int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency must be at least 1, got " + concurrency);
        }
        this.recipes = recipes;
        this.concurrency = concurrency;
        setChainingStrategy(ChainingStrategy.ALWAYS);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // As in every operator factory of Flink's: its own caller names the type.
    public <T extends StreamOperator<Answer>> T createStreamOperator(StreamOperatorParameters<Answer> parameters) {
        return (T) new AnswerOperator(parameters, recipes, concurrency, getMailboxExecutor());
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return AnswerOperator.class;
    }
}

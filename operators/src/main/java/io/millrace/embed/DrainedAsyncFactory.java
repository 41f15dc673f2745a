package io.millrace.embed;

import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.functions.async.AsyncRetryStrategy;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperator;
import org.apache.flink.streaming.api.operators.legacy.YieldingOperatorFactory;
import org.apache.flink.streaming.util.retryable.AsyncRetryStrategies;

/**
 * Flink's ordered asynchronous waiting, with nothing in flight when a checkpoint begins.
 *
 * <p>Flink keeps what is in flight in the checkpoint, and the source's offsets beyond it are committed with that
 * checkpoint. A job that is started again without its state, as people do, would go on behind those offsets and never
 * see what was in flight. Waiting for it here makes a completed checkpoint mean: all before it is in the store.
 */
@SuppressWarnings("deprecation") // Flink hands the mailbox to factories of this interface only, its own included.
public final class DrainedAsyncFactory<I, O> extends AbstractStreamOperatorFactory<O>
        implements OneInputStreamOperatorFactory<I, O>, YieldingOperatorFactory<O> {
    private static final long serialVersionUID = 1L;

    /** No timeout: embedding waits out an outage for as long as it takes. */
    private static final long NEVER = 0;

    private final AsyncFunction<I, O> function;
    private final int capacity;

    /** A factory for the function, with at most so many elements in flight in a subtask. */
    public DrainedAsyncFactory(AsyncFunction<I, O> function, int capacity) {
        this.function = function;
        this.capacity = capacity;
        setChainingStrategy(ChainingStrategy.ALWAYS);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // As in every operator factory of Flink's: its own caller names the type.
    public <T extends StreamOperator<O>> T createStreamOperator(StreamOperatorParameters<O> parameters) {
        return (T) new Drained<>(this, parameters);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return Drained.class;
    }

    private static final class Drained<I, O> extends AsyncWaitOperator<I, O> {
        private static final long serialVersionUID = 1L;

        Drained(DrainedAsyncFactory<I, O> factory, StreamOperatorParameters<O> parameters) {
            super(
                    parameters,
                    factory.function,
                    NEVER,
                    factory.capacity,
                    OutputMode.ORDERED,
                    noRetry(),
                    factory.processingTimeService,
                    factory.getMailboxExecutor());
        }

        @SuppressWarnings("unchecked") // It looks at no result, so it serves every type.
        private static <O> AsyncRetryStrategy<O> noRetry() {
            return (AsyncRetryStrategy<O>) AsyncRetryStrategies.NO_RETRY_STRATEGY;
        }

        @Override
        public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
            // What Flink does at the end of input is just what is needed: wait until nothing is in flight.
            endInput();
        }
    }
}

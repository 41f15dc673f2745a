package io.millrace;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.OutputTag;

/** One function in Flink's own harness: its operator, its serialisers, its accumulators, but no cluster. */
public final class Stage<I, O> {
    private final OneInputStreamOperatorTestHarness<I, O> harness;

    private Stage(OneInputStreamOperatorTestHarness<I, O> harness) {
        this.harness = harness;
    }

    public static <I, O> Stage<I, O> of(ProcessFunction<I, O> function) throws Exception {
        return new Stage<>(ProcessFunctionTestHarnesses.forProcessFunction(function));
    }

    /** With room for a hundred elements, and no timeout. */
    public static <I, O> Stage<I, O> ordered(AsyncFunction<I, O> function, Class<I> in) throws Exception {
        var factory = new AsyncWaitOperatorFactory<>(function, 0, 100, AsyncDataStream.OutputMode.ORDERED);
        var harness = new OneInputStreamOperatorTestHarness<>(
                factory, TypeInformation.of(in).createSerializer(new SerializerConfigImpl()));
        harness.open();
        return new Stage<>(harness);
    }

    public void take(I element) throws Exception {
        harness.processElement(new StreamRecord<>(element));
    }

    /** Waits until all that was taken is out. */
    public void finish() throws Exception {
        harness.endInput();
    }

    public List<O> out() {
        return harness.extractOutputValues();
    }

    public <X> List<X> side(OutputTag<X> tag) {
        var records = harness.getSideOutput(tag);
        return records == null
                ? List.of()
                : records.stream().map(StreamRecord::getValue).toList();
    }

    /** What an accumulator has counted. */
    public Object count(String name) {
        Map<String, Accumulator<?, ?>> accumulators =
                harness.getEnvironment().getAccumulatorRegistry().getUserMap();
        return Objects.requireNonNull(accumulators.get(name), name).getLocalValue();
    }

    /** The first failure that the function hands to Flink, once there is one. */
    public CompletableFuture<Throwable> failure() {
        var failure = new CompletableFuture<Throwable>();
        harness.getEnvironment().setExternalFailureCauseConsumer(failure::complete);
        return failure.orTimeout(30, TimeUnit.SECONDS);
    }

    public void close() throws Exception {
        harness.close();
    }
}

package io.millrace;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** One function in Flink's own harness: its operator, its serialisers, its accumulators, but no cluster. */
public final class Stage<I, O> {
    private static final int MOST_SUBTASKS = 128;

    private final OneInputStreamOperatorTestHarness<I, O> harness;

    private Stage(OneInputStreamOperatorTestHarness<I, O> harness) {
        this.harness = harness;
    }

    public static <I, O> Stage<I, O> of(ProcessFunction<I, O> function) throws Exception {
        return new Stage<>(ProcessFunctionTestHarnesses.forProcessFunction(function));
    }

    /** An operator as its factory makes it. */
    public static <I, O> Stage<I, O> of(OneInputStreamOperatorFactory<I, O> factory, Class<I> in) throws Exception {
        return of(factory, in, (OperatorSubtaskState) null);
    }

    /** As before, with metrics in this group. */
    public static <I, O> Stage<I, O> of(
            OneInputStreamOperatorFactory<I, O> factory, Class<I> in, TaskMetricGroup metrics) throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<>(
                factory,
                TypeInformation.of(in).createSerializer(new SerializerConfigImpl()),
                new MockEnvironmentBuilder().setMetricGroup(metrics).build());
        harness.open();
        return new Stage<>(harness);
    }

    /** An operator as its factory makes it, going on from a checkpoint. */
    public static <I, O> Stage<I, O> of(
            OneInputStreamOperatorFactory<I, O> factory, Class<I> in, @Nullable OperatorSubtaskState checkpoint)
            throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<>(
                factory, TypeInformation.of(in).createSerializer(new SerializerConfigImpl()));
        if (checkpoint != null) {
            harness.initializeState(checkpoint);
        }
        harness.open();
        return new Stage<>(harness);
    }

    /** One of so many subtasks, going on from the checkpoint of a job that had one. */
    public static <I, O> Stage<I, O> ofSubtask(
            OneInputStreamOperatorFactory<I, O> factory, int subtask, int subtasks, OperatorSubtaskState checkpoint)
            throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<>(factory, MOST_SUBTASKS, subtasks, subtask);
        harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                checkpoint, MOST_SUBTASKS, 1, subtasks, subtask));
        harness.open();
        return new Stage<>(harness);
    }

    /** An operator that is made without a factory. */
    public static <I, O> Stage<I, O> of(
            OneInputStreamOperator<I, O> operator, Class<I> in, @Nullable OperatorSubtaskState checkpoint)
            throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<>(
                operator, TypeInformation.of(in).createSerializer(new SerializerConfigImpl()));
        if (checkpoint != null) {
            harness.initializeState(checkpoint);
        }
        harness.open();
        return new Stage<>(harness);
    }

    /** A function of elements that share their key's state. */
    public static <I, O> Stage<I, O> keyed(
            KeyedProcessFunction<String, I, O> function,
            KeySelector<I, String> key,
            @Nullable OperatorSubtaskState checkpoint)
            throws Exception {
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<>(new KeyedProcessOperator<>(function), key, Types.STRING);
        if (checkpoint != null) {
            harness.initializeState(checkpoint);
        }
        harness.open();
        return new Stage<>(harness);
    }

    /** Does what Flink does at a checkpoint, up to what it keeps. */
    public OperatorSubtaskState checkpoint(long id) throws Exception {
        harness.prepareSnapshotPreBarrier(id);
        return harness.snapshot(id, id);
    }

    /** Tells that all of a job's operators have their part of the checkpoint. */
    public void checkpointIsComplete(long id) throws Exception {
        harness.notifyOfCompletedCheckpoint(id);
    }

    /** Lets the task's clock show so much, and its timers that are due go off. */
    public void setTaskTime(long millis) throws Exception {
        harness.setProcessingTime(millis);
    }

    /** Lets so much time pass for what goes by the clock of the machine. */
    public void setTime(long millis) throws Exception {
        harness.setStateTtlProcessingTime(millis);
    }

    public void take(I element) throws Exception {
        harness.processElement(new StreamRecord<>(element));
    }

    /** Elements in one record that is used for all of them, as Flink does between the operators of one task. */
    public void takeInOneRecord(List<I> elements) throws Exception {
        harness.getExecutionConfig().enableObjectReuse();
        StreamRecord<I> record = new StreamRecord<>(elements.get(0));
        for (I element : elements) {
            harness.processElement(record.replace(element));
        }
    }

    /** Does what the task's mailbox asks for now, as a task does between two elements. */
    public void runMails() throws Exception {
        var mailbox = harness.getTaskMailbox();
        for (var mail = mailbox.tryTake(0); mail.isPresent(); mail = mailbox.tryTake(0)) {
            mail.get().run();
        }
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

    public void close() throws Exception {
        harness.close();
    }
}

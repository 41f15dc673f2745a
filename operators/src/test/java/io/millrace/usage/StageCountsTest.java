package io.millrace.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Stage;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StageCountsTest {
    @Test
    void countFromNothing() throws Exception {
        var stage = stage(null, "read", "lost");
        stage.take("read");
        stage.take("read");

        assertThat(stage.count("read")).isEqualTo(2L);
        assertThat(stage.count("lost")).isEqualTo(0L);
        stage.close();
    }

    @Test
    void goOnFromACheckpointWithoutWhatCameAfterIt() throws Exception {
        var before = stage(null, "read");
        before.take("read");
        OperatorSubtaskState checkpoint = before.checkpoint(1);
        before.take("read");
        before.close();

        var after = stage(checkpoint, "read");
        after.take("read");

        assertThat(after.count("read")).isEqualTo(2L);
        after.close();
    }

    @Test
    void addUpOverTheSubtasksThatThereWereBefore() throws Exception {
        OperatorSubtaskState both = AbstractStreamOperatorTestHarness.repackageState(
                counted("read", "read", "lost"), counted("read"), counted("lost"));

        var one = stage(both, "read", "lost");

        assertThat(one.count("read")).isEqualTo(3L);
        assertThat(one.count("lost")).isEqualTo(2L);
        one.close();
    }

    @Test
    void addUpOverManyCheckpointsWithoutDoublingAny() throws Exception {
        OperatorSubtaskState state = counted("read");
        for (int i = 0; i < 3; i++) {
            var stage = stage(state, "read", "lost");
            stage.take("read");
            stage.checkpoint(1);
            state = stage.checkpoint(2);
            stage.close();
        }

        var last = stage(state, "read", "lost");

        assertThat(last.count("read")).isEqualTo(4L);
        last.close();
    }

    @Test
    void letANameGoThatIsNoLongerCounted() throws Exception {
        var stage = stage(counted("read", "lost"), "read");

        assertThat(stage.count("read")).isEqualTo(1L);
        assertThatThrownBy(() -> stage.count("lost")).isInstanceOf(NullPointerException.class);
        stage.close();
    }

    @Test
    void refuseANameThatIsNotCountedHere() throws Exception {
        var stage = stage(null, "read");

        assertThatThrownBy(() -> stage.take("lost")).hasMessage("nothing named 'lost' is counted here");
        stage.close();
    }

    private static OperatorSubtaskState counted(String... names) throws Exception {
        var stage = stage(null, "read", "lost");
        for (String name : names) {
            stage.take(name);
        }
        OperatorSubtaskState state = stage.checkpoint(1);
        stage.close();
        return state;
    }

    private static Stage<String, Void> stage(@Nullable OperatorSubtaskState checkpoint, String... names)
            throws Exception {
        return Stage.of(new ProcessOperator<>(new Counting(names)), String.class, checkpoint);
    }

    /** Counts each element under its own name. */
    private static final class Counting extends ProcessFunction<String, Void> implements CheckpointedFunction {
        private static final long serialVersionUID = 1L;

        private final String[] names;
        private transient StageCounts counts;

        Counting(String... names) {
            this.names = names;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            counts = StageCounts.restore(context.getOperatorStateStore(), getRuntimeContext(), names);
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            counts.snapshot();
        }

        @Override
        public void processElement(String name, Context context, Collector<Void> out) {
            counts.add(name, 1);
        }
    }
}

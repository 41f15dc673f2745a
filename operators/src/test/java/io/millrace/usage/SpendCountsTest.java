package io.millrace.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Stage;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpendCountsTest {
    private static final String MODEL = "openai/m";

    @Test
    void countInTotalAndByTenant() throws Exception {
        var stage = stage(null);
        stage.take("acme");
        stage.take("acme");
        stage.take("globex");
        stage.take("");

        assertThat(count(stage, null, "requests")).isEqualTo(4L);
        assertThat(count(stage, null, "nanos")).isEqualTo(400L);
        assertThat(count(stage, "acme", "tokens")).isEqualTo(20L);
        assertThat(count(stage, "globex", "requests")).isEqualTo(1L);
        stage.close();
    }

    @Test
    void goOnFromACheckpointWithoutWhatCameAfterIt() throws Exception {
        var before = stage(null);
        before.take("acme");
        OperatorSubtaskState checkpoint = before.checkpoint(1);
        before.take("acme");
        before.close();

        var after = stage(checkpoint);
        after.take("acme");

        assertThat(count(after, null, "requests")).isEqualTo(2L);
        assertThat(count(after, "acme", "nanos")).isEqualTo(200L);
        after.close();
    }

    @Test
    void countTheTenantsBeyondAHundredTogether() throws Exception {
        var stage = stage(null);
        for (int i = 0; i < SpendCounts.MOST_TENANTS + 7; i++) {
            stage.take("tenant-" + i);
        }
        stage.take("tenant-3");

        assertThat(count(stage, null, "requests")).isEqualTo(108L);
        assertThat(count(stage, SpendCounts.OTHERS, "requests")).isEqualTo(7L);
        assertThat(count(stage, "tenant-3", "requests")).isEqualTo(2L);
        stage.close();
    }

    @Test
    void haveNamesThatCanBeReadBack() {
        assertThat(SpendName.parse(SpendCounts.name(MODEL, "a b", "tokens")))
                .isEqualTo(new SpendName(MODEL, "a b", "tokens"));
        assertThat(SpendName.parse(SpendCounts.name(MODEL, null, "tokens")))
                .isEqualTo(new SpendName(MODEL, null, "tokens"));
        assertThat(SpendName.parse("tokens")).isNull();
    }

    private static Object count(Stage<String, Void> stage, @Nullable String tenant, String counted) {
        return stage.count(SpendCounts.name(MODEL, tenant, counted));
    }

    private static Stage<String, Void> stage(@Nullable OperatorSubtaskState checkpoint) throws Exception {
        return Stage.of(new ProcessOperator<>(new Counting()), String.class, checkpoint);
    }

    /** Counts a call for each element, which names a tenant; empty for nobody. */
    private static final class Counting extends ProcessFunction<String, Void> implements CheckpointedFunction {
        private static final long serialVersionUID = 1L;

        private transient SpendCounts counts;

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            counts = SpendCounts.restore(context.getOperatorStateStore(), getRuntimeContext(), MODEL);
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            counts.snapshot();
        }

        @Override
        public void processElement(String tenant, Context context, Collector<Void> out) {
            counts.add(tenant.isEmpty() ? null : tenant, 1, 10, 100);
        }
    }
}

package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.config.MillraceConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class JobEnvironmentTest {
    @Test
    void ingestionCheckpointsSeldomByDefaultAndQueriesOften() {
        assertThat(interval(JobEnvironment::forIngestion)).isEqualTo(30_000);
        assertThat(interval(JobEnvironment::forQueries)).isEqualTo(10_000);
    }

    @Test
    void aConfiguredIntervalIsThatOfBoth() {
        assertThat(interval(JobEnvironment::forIngestion, "job.checkpoint-interval=3s"))
                .isEqualTo(3_000);
        assertThat(interval(JobEnvironment::forQueries, "job.checkpoint-interval=3s"))
                .isEqualTo(3_000);
    }

    @Test
    void requestsWaitInNoBufferAndDocumentsAMoment() {
        assertThat(environment(JobEnvironment::forQueries).getBufferTimeout()).isZero();
        assertThat(environment(JobEnvironment::forIngestion).getBufferTimeout()).isEqualTo(5);
    }

    private static long interval(BiConsumer<StreamExecutionEnvironment, MillraceConfig> job, String... settings) {
        return environment(job, settings).getCheckpointConfig().getCheckpointInterval();
    }

    private static StreamExecutionEnvironment environment(
            BiConsumer<StreamExecutionEnvironment, MillraceConfig> job, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("qdrant.collection=docs");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment();
        job.accept(env, MillraceConfig.parse("", all, Map.of()));
        return env;
    }
}

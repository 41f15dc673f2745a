package io.millrace.job.replay;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs jobs that end, wherever there is a Flink to run them on. */
public interface BoundedRun {
    /**
     * Runs one to its end.
     *
     * @return what it counted
     * @throws Exception as the job failed
     */
    Map<String, Long> toTheEnd(String jobName, Consumer<StreamExecutionEnvironment> definition) throws Exception;
}

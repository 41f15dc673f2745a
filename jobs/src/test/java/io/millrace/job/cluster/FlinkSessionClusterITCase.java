package io.millrace.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkSessionClusterITCase {
    @TempDir
    static Path folder;

    private static FlinkSessionCluster cluster;

    @BeforeAll
    static void start() {
        cluster = FlinkSessionCluster.start(folder.resolve("cluster"), 2, 1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void cancelWhatStillRuns() {
        for (String job : cluster.rest().activeJobs()) {
            cluster.flink("cancel", job);
        }
    }

    @Test
    void runsABoundedJobWhoseClassesAreItsOwnAndFlinks() throws IOException {
        Path jar = JobJar.of(folder, "Alone", """
                import java.util.List;
                import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
                import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

                public class Alone {
                    public static void main(String[] arguments) throws Exception {
                        var environment = StreamExecutionEnvironment.getExecutionEnvironment();
                        environment.fromData(List.of(arguments)).map(Alone::requireMissing).returns(String.class)
                                .sinkTo(new DiscardingSink<>());
                        environment.execute("alone");
                    }

                    private static String requireMissing(String name) {
                        try {
                            Class.forName(name);
                        } catch (ClassNotFoundException expected) {
                            return name;
                        }
                        throw new IllegalStateException("The cluster has " + name);
                    }
                }
                """);

        String job = cluster.flink(
                        "run",
                        "-d",
                        jar.toString(),
                        "com.fasterxml.jackson.databind.ObjectMapper",
                        "com.google.common.collect.ImmutableList",
                        "com.google.protobuf.Message",
                        "io.grpc.Channel",
                        "io.millrace.job.cluster.FlinkRest",
                        "org.apache.kafka.clients.producer.Producer",
                        "org.junit.jupiter.api.Test",
                        "picocli.CommandLine")
                .jobId();

        cluster.rest().awaitFinished(job);
        assertThat(cluster.rest().activeJobs()).doesNotContain(job);
    }

    @Test
    void stopsAStreamingJobWithASavepointAndResumesItFromThere() throws IOException {
        Path jar = streamingJar();
        String job = cluster.flink("run", "-d", jar.toString()).jobId();
        cluster.rest().awaitRunning(job);
        assertThat(cluster.flink("list").output()).contains(job + " : streaming (RUNNING)");

        String savepoint = cluster.flink(
                        "stop",
                        "--savepointPath",
                        folder.resolve("kept").toUri().toString(),
                        job)
                .savepointPath();
        cluster.rest().awaitFinished(job);
        String resumed =
                cluster.flink("run", "-d", "-s", savepoint, jar.toString()).jobId();
        cluster.rest().awaitRunning(resumed);

        assertThat(resumed).isNotEqualTo(job);
        assertThat(cluster.rest().restoredFrom(resumed)).isEqualTo(savepoint).contains("/kept/");
        assertThat(cluster.rest().restoredFrom(job)).isEmpty();
    }

    @Test
    void runsAJobAgainWhoseTaskManagerWasKilled() throws IOException {
        String job =
                cluster.flink("run", "-d", "-p", "2", streamingJar().toString()).jobId();
        cluster.rest().awaitRunning(job);
        cluster.rest().awaitCheckpoints(job, 1);

        cluster.killTaskManager(0);
        cluster.startTaskManager();

        cluster.rest().awaitRestarts(job, 1);
        cluster.rest().awaitRunning(job);
        assertThat(cluster.rest().restoredFrom(job)).contains("/chk-");
    }

    @Test
    void saysHowACommandFailed() {
        CommandResult result =
                cluster.flink("run", "-d", folder.resolve("missing.jar").toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("missing.jar");
    }

    private static Path streamingJar() throws IOException {
        return JobJar.of(folder, "Streaming", """
                import org.apache.flink.api.common.eventtime.WatermarkStrategy;
                import org.apache.flink.api.common.typeinfo.Types;
                import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
                import org.apache.flink.connector.datagen.source.DataGeneratorSource;
                import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
                import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

                public class Streaming {
                    public static void main(String[] arguments) throws Exception {
                        var environment = StreamExecutionEnvironment.getExecutionEnvironment();
                        environment.enableCheckpointing(200);
                        var numbers = new DataGeneratorSource<>(
                                number -> number, Long.MAX_VALUE, RateLimiterStrategy.perSecond(100), Types.LONG);
                        environment.fromSource(numbers, WatermarkStrategy.noWatermarks(), "numbers").uid("numbers")
                                .keyBy(number -> number % 10)
                                .reduce(Long::sum).uid("sum")
                                .sinkTo(new DiscardingSink<>()).uid("end");
                        environment.execute("streaming");
                    }
                }
                """);
    }
}

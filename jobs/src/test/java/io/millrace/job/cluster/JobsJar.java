package io.millrace.job.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The jar that is submitted to clusters. */
final class JobsJar {
    /** Flink's own restarts wait longer from one failure to the next, which is of no interest where many are made. */
    static final String[] RESTARTED_SOON = {
        "-Drestart-strategy.type=fixed-delay",
        "-Drestart-strategy.fixed-delay.attempts=1000",
        "-Drestart-strategy.fixed-delay.delay=500ms"
    };

    private JobsJar() {}

    /** Finds it in {@code -Dmillrace.jobs.jar}, else where the build puts it. */
    static Path path() {
        Path jar = Path.of(System.getProperty("millrace.jobs.jar", "target/millrace-jobs.jar"))
                .toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                    "%s isn't there. Run 'mvn -pl jobs package' without -Dmillrace.shade.skip, or set -Dmillrace.jobs.jar."
                            .formatted(jar));
        }
        return jar;
    }

    /** The arguments of {@code flink} that run a job of the jar: {@code run OPTIONS JAR JOB --config FILE}. */
    static String[] run(String job, Path configuration, String... options) {
        var arguments = new ArrayList<String>();
        arguments.add("run");
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(path().toString(), job, "--config", configuration.toString()));
        return arguments.toArray(String[]::new);
    }

    /** Submits a job of the jar, and returns its id when it runs. */
    static String submit(FlinkSessionCluster cluster, String job, Path configuration, String... options) {
        var detached = new ArrayList<>(List.of("-d"));
        detached.addAll(List.of(options));
        String id = cluster.flink(run(job, configuration, detached.toArray(String[]::new)))
                .jobId();
        cluster.rest().awaitRunning(id);
        return id;
    }
}

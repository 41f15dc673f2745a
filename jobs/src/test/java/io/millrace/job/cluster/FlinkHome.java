package io.millrace.job.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The folders of a Flink installation: Flink's jars, and one cluster's configuration, logs and state.
 *
 * @param lib the jars of the cluster's class path; read only
 * @param work everything else
 */
record FlinkHome(Path lib, Path work) {
    private static final List<String> LOGGING = List.of(
            "rootLogger.level = INFO",
            "rootLogger.appenderRef.file.ref = file",
            "appender.file.type = File",
            "appender.file.name = file",
            "appender.file.fileName = ${sys:log.file}",
            "appender.file.layout.type = PatternLayout",
            "appender.file.layout.pattern = %d %-5p %-60c %x - %m%n");

    /** Finds Flink's jars in {@code -Dflink.lib}, else where the build puts them, and makes the other folders. */
    static FlinkHome create(Path work) {
        Path lib = Path.of(System.getProperty("flink.lib", "target/flink/lib")).toAbsolutePath();
        if (!Files.isDirectory(lib)) {
            throw new IllegalStateException(
                    "Flink's jars aren't in %s. Run 'mvn -pl jobs pre-integration-test', or set -Dflink.lib."
                            .formatted(lib));
        }
        var home = new FlinkHome(lib, work.toAbsolutePath());
        try {
            for (String folder : List.of("conf", "log", "plugins", "tmp")) {
                Files.createDirectories(home.work.resolve(folder));
            }
            Files.write(home.logging(), LOGGING);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't prepare " + work, e);
        }
        return home;
    }

    Path configuration() {
        return work.resolve("conf");
    }

    Path temporary() {
        return work.resolve("tmp");
    }

    /** The log of a process by its name. */
    Path log(String process) {
        return work.resolve("log").resolve(process + ".log");
    }

    /** Checkpoints or savepoints, as a URI. */
    String state(String kind) {
        return work.resolve(kind).toUri().toString();
    }

    Path logging() {
        return configuration().resolve("log4j.properties");
    }

    /** What Flink's scripts tell their processes. */
    Map<String, String> environment() {
        return Map.of(
                "FLINK_CONF_DIR", configuration().toString(),
                "FLINK_LIB_DIR", lib.toString(),
                "FLINK_PLUGINS_DIR", work.resolve("plugins").toString());
    }
}

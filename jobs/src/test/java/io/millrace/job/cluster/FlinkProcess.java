package io.millrace.job.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A JVM with Flink's class path and no other, started as Flink's scripts start it. */
final class FlinkProcess {
    private static final int LINES_SHOWN = 40;

    // As env.java.opts.all in the config.yaml that Flink is delivered with.
    private static final List<String> OPENED = Stream.of(
                    "exports java.base/sun.net.util",
                    "exports java.rmi/sun.rmi.registry",
                    "exports java.security.jgss/sun.security.krb5",
                    "opens java.base/java.lang",
                    "opens java.base/java.net",
                    "opens java.base/java.io",
                    "opens java.base/java.nio",
                    "opens java.base/sun.nio.ch",
                    "opens java.base/java.lang.reflect",
                    "opens java.base/java.text",
                    "opens java.base/java.time",
                    "opens java.base/java.util",
                    "opens java.base/java.util.concurrent",
                    "opens java.base/java.util.concurrent.atomic",
                    "opens java.base/java.util.concurrent.locks")
            .map(option -> "--add-" + option.replace(' ', '=') + "=ALL-UNNAMED")
            .toList();

    private final Process process;
    private final Path log;
    private final Path output;
    private boolean killed;

    private FlinkProcess(Process process, Path log, Path output) {
        this.process = process;
        this.log = log;
        this.output = output;
    }

    static FlinkProcess start(
            FlinkHome home, String name, List<String> jvmOptions, String mainClass, List<String> arguments) {
        Path log = home.log(name);
        Path output = log.resolveSibling(name + ".out");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPENED);
        command.addAll(jvmOptions);
        command.add("-Dlog.file=" + log);
        command.add("-Dlog4j.configurationFile=" + home.logging().toUri());
        command.add("-Djava.io.tmpdir=" + home.temporary());
        command.addAll(List.of("-classpath", home.lib().resolve("*").toString(), mainClass));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .directory(home.work().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(home.environment());
        try {
            return new FlinkProcess(builder.start(), log, output);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't start " + mainClass, e);
        }
    }

    Process process() {
        return process;
    }

    /** What it printed so far. */
    String output() {
        return read(output);
    }

    /** What it logged so far. */
    String log() {
        return read(log);
    }

    /** As {@code kill -9}; returns when the process is gone. */
    void kill() {
        killed = true;
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Whether it was killed by {@link #kill}, and didn't end by itself. */
    boolean isKilled() {
        return killed;
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError(
                    "%s ended with %d:%n%s".formatted(log.getFileName(), process.exitValue(), lastLog()));
        }
    }

    /** The end of its log, then the end of what it printed. */
    String lastLog() {
        return lastLines(log()) + "\n" + lastLines(output());
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
    }
}

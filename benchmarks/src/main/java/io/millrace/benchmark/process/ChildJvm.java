package io.millrace.benchmark.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JVM of this JVM's Java, whose standard error is this one's. Its
 * standard input ends when this JVM does, and when it is closed; one that doesn't end then is killed.
 */
public final class ChildJvm implements AutoCloseable {
    /** What Flink needs opened on Java 17, as its own start scripts do. */
    private static final List<String> OPENED = List.of(
            "lang",
            "util",
            "util.concurrent",
            "util.concurrent.atomic",
            "lang.reflect",
            "net",
            "io",
            "nio",
            "text",
            "time");

    private static final long ENDING_SECONDS = 20;

    private final String name;
    private final Process process;
    private final BufferedReader output;

    private ChildJvm(String name, Process process) {
        this.name = name;
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts a class's {@code main}.
     *
     * @param name for messages
     * @param options of the JVM, such as {@code -Xmx1g}
     */
    public static ChildJvm start(
            String name, List<String> options, ClassPath classPath, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Stream.concat(OPENED.stream().map("java.base/java."::concat), Stream.of("java.base/sun.nio.ch"))
                .forEach(opened -> command.add("--add-opens=" + opened + "=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath.text(), mainClass));
        command.addAll(arguments);
        try {
            return new ChildJvm(
                    name,
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " can't be started", e);
        }
    }

    /** The process's id. */
    public long pid() {
        return process.pid();
    }

    /** The next line of its standard output; blocks. Fails when it has ended instead. */
    public String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException(name + " ended before it said what was expected; what it says is above");
        }
        return line;
    }

    /** Waits for its end; fails unless that is a good one. */
    public void awaitEnd() throws IOException, InterruptedException {
        String last = null;
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            last = line;
        }
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("%s ended with code %d%s; what it says is above".formatted(name, code, said(last)));
        }
    }

    private static String said(@Nullable String last) {
        return last == null ? "" : " and the words \"" + last + "\"";
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

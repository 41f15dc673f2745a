package io.millrace.local.command;

import static org.assertj.core.api.Assertions.fail;

import io.millrace.local.Launcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A launcher in a JVM of its own, which can be signalled and killed. */
final class LauncherProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Process process;
    private final Collector out;
    private final Collector err;

    private LauncherProcess(Process process) {
        this.process = process;
        this.out = new Collector(process.getInputStream());
        this.err = new Collector(process.getErrorStream());
    }

    /** Starts it in the directory, with no standard input. */
    static LauncherProcess start(Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "@" + Path.of("jvm.options").toAbsolutePath(),
                // Progress twice a second.
                "-Dmillrace.terminal.err=true",
                "-cp",
                System.getProperty("java.class.path"),
                Launcher.class.getName()));
        command.addAll(List.of(arguments));
        return new LauncherProcess(new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start());
    }

    /** Waits until a line of standard error holds the pattern; what it found. */
    Matcher awaitError(String pattern) throws InterruptedException {
        return err.await(Pattern.compile(pattern));
    }

    /** Waits for the end; the exit code. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            fail("It didn't end within %s; so far it said: %s", PATIENCE, err.lines());
        }
        out.awaitEnd();
        err.awaitEnd();
        return process.exitValue();
    }

    /** As Ctrl-C's gentler sister. */
    void terminate() {
        process.destroy();
    }

    /** As a power cut. */
    void kill() {
        process.destroyForcibly();
    }

    List<String> out() {
        return out.lines();
    }

    List<String> err() {
        return err.lines();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Reads a stream's lines; progress ends in a carriage return, which ends a line here too. */
    private static final class Collector {
        private final List<String> lines = new ArrayList<>();
        private final BlockingQueue<String> unseen = new LinkedBlockingQueue<>();
        private final Thread reader;

        Collector(InputStream stream) {
            reader = new Thread(() -> read(stream), "collector");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream stream) {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    synchronized (lines) {
                        lines.add(line);
                    }
                    unseen.add(line);
                }
            } catch (IOException e) {
                unseen.add("the stream broke: " + e);
            }
        }

        Matcher await(Pattern pattern) throws InterruptedException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                String line = unseen.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (line == null) {
                    return fail("Nothing like '%s' within %s in %s", pattern, PATIENCE, lines());
                }
                Matcher matcher = pattern.matcher(line);
                if (matcher.find()) {
                    return matcher;
                }
            }
        }

        void awaitEnd() throws InterruptedException {
            reader.join(PATIENCE.toMillis());
        }

        List<String> lines() {
            synchronized (lines) {
                return List.copyOf(lines);
            }
        }
    }
}

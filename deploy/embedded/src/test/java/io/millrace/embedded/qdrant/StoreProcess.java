package io.millrace.embedded.qdrant;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An embedded store in a JVM of its own, which ends when told to or when this one does. */
final class StoreProcess implements AutoCloseable {

    private static final String READY = "ready at ";

    private final Process process;
    private final String url;

    private StoreProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    static StoreProcess start(Path data) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreProcess.class.getName(),
                        data.toString())
                .redirectError(Redirect.INHERIT)
                .start();
        return new StoreProcess(process, readUrl(process));
    }

    String url() {
        return url;
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(Calls.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("The store's process survived SIGKILL");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while the store's process ended", e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private static String readUrl(Process process) throws IOException {
        // Left open: the process would otherwise fail on what it prints later.
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.startsWith(READY)) {
            line = lines.readLine();
        }
        if (line == null) {
            process.destroyForcibly();
            throw new AssertionError("The store's process ended before it was ready");
        }
        return line.substring(READY.length());
    }

    /** Serves the directory given until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        try (EmbeddedQdrant store = EmbeddedQdrant.start(Path.of(arguments[0]), 0, null)) {
            System.out.println(READY + store.url());
            while (System.in.read() >= 0) {
                // Nothing is read but the end.
            }
        }
    }
}

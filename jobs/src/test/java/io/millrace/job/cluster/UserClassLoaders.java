package io.millrace.job.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The class loaders of jobs that a Flink process still has, by the JDK's {@code jcmd}. */
final class UserClassLoaders {
    private static final String LOADER = "org.apache.flink.util.ChildFirstClassLoader";

    private UserClassLoaders() {}

    /** How many there are after a full garbage collection. */
    static long countAfterCollection(long pid) {
        jcmd(pid, "GC.run");
        return jcmd(pid, "VM.classloader_stats")
                .lines()
                .filter(line -> line.contains(LOADER))
                .count();
    }

    private static String jcmd(long pid, String command) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("jcmd %s failed: %s".formatted(command, output));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't run " + jcmd, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while jcmd ran", e);
        }
    }
}

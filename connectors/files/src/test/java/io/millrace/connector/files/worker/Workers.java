package io.millrace.connector.files.worker;

import io.millrace.connector.files.ParseLimits;
import io.millrace.document.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What this process started to parse with, seen from outside. Linux only. */
final class Workers {
    static final ParseLimits LIMITS = new ParseLimits(10_000_000, 3, Duration.ofSeconds(60), 256L << 20);

    /** Small, and takes a parser. */
    static final Bytes PAGE = Bytes.utf8("<p>A page</p>");

    private Workers() {}

    static ParseLimits within(Duration timeout) {
        return new ParseLimits(LIMITS.maxCharacters(), LIMITS.maxDepth(), timeout, LIMITS.memory());
    }

    /** A page that takes seconds to parse. */
    static Bytes longPage() {
        return Bytes.utf8("<p><b>p</b>".repeat(1_500_000));
    }

    /** The workers of this process that haven't ended. */
    static List<ProcessHandle> alive() {
        return of(ProcessHandle.current());
    }

    /** The directories of a process's workers, even after they ended. */
    static List<Path> directories(ProcessHandle parent) throws IOException {
        String prefix = "millrace-parser-" + parent.pid() + "-";
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    /** The threads in this process that talk to workers. */
    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("millrace-parser-"))
                .toList();
    }

    static List<ProcessHandle> of(ProcessHandle parent) {
        return parent.children()
                .filter(ProcessHandle::isAlive)
                .filter(child -> commandLine(child).contains(ParserWorker.class.getName()))
                .toList();
    }

    /** Sends a signal such as {@code STOP}, and waits until that is done. */
    static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new AssertionError("can't send " + name + " to " + process.pid());
        }
    }

    /** Waits until a process's worker has read so many bytes. */
    static ProcessHandle awaitRead(ProcessHandle parent, long bytes) throws Exception {
        Await.until(
                "a worker has read " + bytes + " bytes",
                () -> of(parent).stream().anyMatch(each -> bytesRead(each) > bytes));
        return of(parent).get(0);
    }

    /** The most memory that a process ever had in RAM, in MiB. */
    static long peakMemory(ProcessHandle process) throws IOException {
        return Long.parseLong(
                        field(process, "status", "VmHWM:").replace("kB", "").strip())
                / 1024;
    }

    static String environment(ProcessHandle process) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "environ"));
    }

    /** Classes too. */
    static long bytesRead(ProcessHandle process) {
        try {
            return Long.parseLong(field(process, "io", "rchar:"));
        } catch (IOException e) {
            // It has just ended.
            return 0;
        }
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private static String field(ProcessHandle process, String file, String name) throws IOException {
        Optional<String> line = Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), file)).stream()
                .filter(each -> each.startsWith(name))
                .findFirst();
        return line.orElseThrow(() -> new IOException(file + " has no " + name))
                .substring(name.length())
                .strip();
    }
}

package io.millrace.connector.files.worker;

import io.millrace.connector.files.ParseLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How a worker's JVM is started: this JVM's own Java, little memory, nothing of this JVM's environment. */
final class WorkerCommand {
    private static final String CLASS_PATH = "class-path.jar";

    private static final List<String> OPTIONS = List.of(
            // All that the JVM has to say goes to standard error: standard output is for replies.
            "-XX:+DisplayVMOutputToStderr",
            "-XX:+ExitOnOutOfMemoryError",
            // A crash leaves no file behind that holds a document.
            "-XX:+ErrorFileToStderr",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:-UsePerfData",
            // Of all collectors it alone gives up when it does nothing but collect.
            "-XX:+UseParallelGC",
            // One document at a time has no use for a thread on each of a server's many processors.
            "-XX:ActiveProcessorCount=2",
            "-Xms16m",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:MaxDirectMemorySize=64m",
            "-Dfile.encoding=UTF-8",
            "-Djava.awt.headless=true",
            // Libraries log what they read; here, nobody hears them.
            "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory",
            "-Dorg.apache.logging.log4j.simplelog.level=OFF",
            "-Dlog4j2.statusLoggerLevel=OFF",
            "-Dlog4j2.disableJmx=true",
            "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog");

    private WorkerCommand() {}

    /** A process builder, with the directory as its working directory and its class path written there. */
    static ProcessBuilder in(Path directory, ParseLimits limits) throws IOException {
        WorkerClassPath.write(directory.resolve(CLASS_PATH));
        return java(directory, limits.memory(), ParserWorker.class, ParserWorker.arguments(limits));
    }

    /** A process builder for any main class on the class path in the directory. */
    static ProcessBuilder java(Path directory, long memory, Class<?> main, List<String> arguments) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Stream<String> first = Stream.of(java.toString(), "-Xmx" + memory, "-Djava.io.tmpdir=" + directory);
        Stream<String> last = Stream.concat(Stream.of("-cp", CLASS_PATH, main.getName()), arguments.stream());
        List<String> command = Stream.of(first, OPTIONS.stream(), Confinement.OPTIONS.stream(), last)
                .flatMap(each -> each)
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Map<String, String> environment = builder.environment();
        String libraries = environment.get("LD_LIBRARY_PATH");
        environment.clear();
        environment.put("LC_ALL", "C.UTF-8");
        // glibc's arenas, one for each thread, would triple what the JVM takes beside its heap.
        environment.put("MALLOC_ARENA_MAX", "1");
        if (libraries != null) {
            // Some Java installations find their own libraries by it.
            environment.put("LD_LIBRARY_PATH", libraries);
        }
        return builder;
    }
}

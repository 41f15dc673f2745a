package io.millrace.benchmark.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a figure was measured with: versions and machine. */
final class Environment {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Environment() {}

    /** Name and version of everything that takes part; the build wrote them. */
    static Map<String, String> versions() throws IOException {
        Properties built = new Properties();
        try (InputStream file = Environment.class.getResourceAsStream("versions.properties")) {
            if (file == null) {
                throw new IOException("versions.properties isn't on the class path; build the benchmarks again");
            }
            built.load(file);
        }
        Map<String, String> versions = new TreeMap<>();
        built.stringPropertyNames().forEach(name -> versions.put(name, built.getProperty(name)));
        versions.put("commit", System.getProperty("millrace.commit", "unknown"));
        versions.put("java", Runtime.version().toString());
        return versions;
    }

    static Map<String, String> machine() throws IOException {
        return Map.of(
                "system", System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "architecture", System.getProperty("os.arch"),
                "processor", processor(),
                "processors", String.valueOf(Runtime.getRuntime().availableProcessors()),
                "heapMegabytes", String.valueOf(Runtime.getRuntime().maxMemory() >> 20));
    }

    /** Only Linux says it in a file. */
    private static String processor() throws IOException {
        if (!Files.isReadable(PROCESSORS)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }
}

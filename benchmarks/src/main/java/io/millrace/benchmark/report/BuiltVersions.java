package io.millrace.benchmark.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine;

/** Name and version of everything that takes part, for {@code --version} and for result files; the build writes them. */
public final class BuiltVersions implements CommandLine.IVersionProvider {
    /** The versions by name. */
    static Map<String, String> byName() throws IOException {
        Properties built = new Properties();
        try (InputStream file = BuiltVersions.class.getResourceAsStream("versions.properties")) {
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

    @Override
    public String[] getVersion() throws IOException {
        return byName().entrySet().stream()
                .map(version -> version.getKey() + " " + version.getValue())
                .toArray(String[]::new);
    }
}

package io.millrace.connector.files.worker;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Where this JVM found its classes, for a JVM that shall find the same: the jars of a job, which Flink loads with a
 * class loader of their own, then the class path that the JVM was started with, where Flink keeps its logging.
 */
final class WorkerClassPath {
    private WorkerClassPath() {}

    /**
     * Writes a jar whose manifest names the class path. Flink keeps a job's jars in directories such as
     * {@code tm_localhost:41209-ab12cd}; on a command line the colon would cut their paths in two.
     */
    static void write(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", entries()));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.finish();
        }
    }

    private static Set<String> entries() {
        Set<String> entries = new LinkedHashSet<>();
        addLoaders(WorkerClassPath.class.getClassLoader(), entries);
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toUri().toASCIIString());
        }
        return entries;
    }

    private static void addLoaders(@Nullable ClassLoader innermost, Set<String> entries) {
        for (ClassLoader loader = innermost; loader != null; loader = loader.getParent()) {
            if (loader instanceof URLClassLoader urls) {
                for (URL url : urls.getURLs()) {
                    addFile(url, entries);
                }
            }
        }
    }

    /** A manifest's class path may name files only. */
    private static void addFile(URL url, Set<String> entries) {
        if (!url.getProtocol().equals("file")) {
            return;
        }
        try {
            entries.add(Path.of(url.toURI()).toUri().toASCIIString());
        } catch (URISyntaxException e) {
            // Not escaped, as some make them of a path: then it is the path itself.
            entries.add(Path.of(url.getPath()).toUri().toASCIIString());
        }
    }
}

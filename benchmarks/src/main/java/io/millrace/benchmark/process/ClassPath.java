package io.millrace.benchmark.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jars and folders that a JVM takes classes from, in their order. */
public record ClassPath(List<String> entries) {
    public ClassPath {
        entries = List.copyOf(entries);
    }

    /** This JVM's. */
    public static ClassPath own() {
        return new ClassPath(List.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator))));
    }

    /** This one with a folder's jars before it. */
    public ClassPath after(Path folder) throws IOException {
        List<String> all = new ArrayList<>();
        try (Stream<Path> jars = Files.list(folder)) {
            jars.map(Path::toString)
                    .filter(jar -> jar.endsWith(".jar"))
                    .sorted()
                    .forEach(all::add);
        }
        all.addAll(entries);
        return new ClassPath(all);
    }

    /** This one without the jars whose names begin so. */
    public ClassPath without(String prefix) {
        return new ClassPath(entries.stream()
                .filter(entry -> !String.valueOf(Path.of(entry).getFileName()).startsWith(prefix))
                .toList());
    }

    /** As {@code -cp} takes it. */
    String text() {
        return String.join(File.pathSeparator, entries);
    }
}

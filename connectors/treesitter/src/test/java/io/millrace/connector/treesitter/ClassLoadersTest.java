package io.millrace.connector.treesitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.code.SyntaxOutline;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.treesitter.TSLanguage;
import org.treesitter.TSParser;

/** As in a Flink process, where every job brings the same jar in a class loader of its own. */
class ClassLoadersTest {
    private static final int PATIENCE_SECONDS = 60;

    @Test
    void readsInTwoClassLoadersOfOneProcess() throws Exception {
        try (URLClassLoader first = jobLoader();
                URLClassLoader second = jobLoader()) {
            Object inFirst = probe(first);

            assertThat(probe(second)).isEqualTo(inFirst);
            assertThat((List<?>) inFirst).hasSize(14);
            assertThat(first.loadClass(TSParser.class.getName()))
                    .isNotSameAs(second.loadClass(TSParser.class.getName()));
        }
    }

    @Test
    void letsGoOfAClassLoaderThatHasRead() throws Exception {
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        WeakReference<ClassLoader> loader = useOnce(collected);

        Object found = null;
        for (int i = 0; i < PATIENCE_SECONDS && found == null; i++) {
            System.gc();
            found = collected.remove(1_000);
        }

        assertThat(found).isSameAs(loader);
    }

    @Test
    void leavesNoFileAndNoPropertyBehind() throws Exception {
        Set<String> before = libraryFiles();

        try (URLClassLoader loader = jobLoader()) {
            probe(loader);
        }

        assertThat(System.getProperty("tree-sitter-lib")).isNull();
        assertThat(before).containsAll(libraryFiles());
    }

    private static Set<String> libraryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("tree-sitter-ng") || name.startsWith("millrace-treesitter"))
                    .collect(Collectors.toSet());
        }
    }

    private static WeakReference<ClassLoader> useOnce(ReferenceQueue<ClassLoader> collected) throws Exception {
        try (URLClassLoader loader = jobLoader()) {
            probe(loader);
            return new WeakReference<>(loader, collected);
        }
    }

    private static Object probe(URLClassLoader loader) throws ReflectiveOperationException {
        Object probe =
                loader.loadClass(OutlineProbe.class.getName()).getConstructor().newInstance();
        // Strings alone leave the class loader.
        return ((List<?>) ((Supplier<?>) probe).get())
                .stream().map(String::valueOf).toList();
    }

    private static URLClassLoader jobLoader() throws IOException {
        Stream<Class<?>> ours = Stream.of(
                TreeSitterOutline.class, OutlineProbe.class, SyntaxOutline.class, TSParser.class, Nullable.class);
        Stream<Class<?>> grammars = Grammar.languages().stream().map(language -> {
            try (TSLanguage handle = NativeLibraries.open(Grammar.of(language))) {
                return handle.getClass();
            }
        });
        URL[] job = Stream.concat(ours, grammars)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        return new URLClassLoader(job, new LoggingOnly());
    }

    /** The JDK, and logging, which Flink always takes from its own class path. */
    private static final class LoggingOnly extends ClassLoader {
        LoggingOnly() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("org.slf4j.")) {
                return ClassLoadersTest.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}

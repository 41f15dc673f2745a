package io.millrace.connector.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embed.EmbeddingModel;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As in a Flink process, where every job brings the same jar in a class loader of its own. */
class ClassLoaderTest {
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    @Test
    void letsGoOfAClassLoaderAndItsWordsOnceItsModelsAreClosed() throws Exception {
        Path file = VectorFiles.write(folder.resolve("words"), VectorFiles.glove(VectorFiles.some()));
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        WeakReference<ClassLoader> loader = useOnce(file, collected);

        Object found = null;
        for (int i = 0; i < PATIENCE_SECONDS && found == null; i++) {
            System.gc();
            found = collected.remove(1_000);
        }

        assertThat(found).isSameAs(loader);
    }

    private static WeakReference<ClassLoader> useOnce(Path file, ReferenceQueue<ClassLoader> collected)
            throws Exception {
        try (URLClassLoader loader = jobLoader()) {
            Object probe = loader.loadClass(EmbeddingProbe.class.getName())
                    .getConstructor()
                    .newInstance();
            assertThat(apply(probe, file.toString())).isEqualTo(VectorFiles.DIMENSION);
            return new WeakReference<>(loader, collected);
        }
    }

    @SuppressWarnings("unchecked")
    private static Integer apply(Object probe, String file) {
        return ((Function<String, Integer>) probe).apply(file);
    }

    private static URLClassLoader jobLoader() throws IOException {
        URL[] job = Stream.of(StaticEmbeddingProvider.class, EmbeddingProbe.class, EmbeddingModel.class, Nullable.class)
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
                return ClassLoaderTest.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}

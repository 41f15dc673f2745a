package io.millrace.connector.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.onnxruntime.OrtEnvironment;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.embed.EmbeddingModel;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As in a Flink process, where every job brings the same jar in a class loader of its own. */
class ClassLoadersTest {
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    @Test
    void embedsInTwoClassLoadersOfOneProcess() throws Exception {
        try (URLClassLoader first = jobLoader();
                URLClassLoader second = jobLoader()) {
            float[] inFirst = probe(first);
            float[] inSecond = probe(second);

            assertThat(inFirst).hasSize(384).isEqualTo(inSecond);
            assertThat(first.loadClass(OrtEnvironment.class.getName()))
                    .isNotSameAs(second.loadClass(OrtEnvironment.class.getName()));
        }
    }

    @Test
    void letsGoOfAClassLoaderOnceItsModelsAreClosed() throws Exception {
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
    void leavesTheSystemPropertyAsItWas() throws Exception {
        try (URLClassLoader loader = jobLoader()) {
            probe(loader);
        }

        assertThat(System.getProperty("onnxruntime.native.path")).isNull();
    }

    @Test
    void embedsWithADirectorysModelBesideTheJars() throws Exception {
        Path directory = UnpackedModel.into(folder);
        try (URLClassLoader first = jobLoader();
                URLClassLoader second = jobLoader()) {
            float[] jars = probe(first, "");

            assertThat(probe(first, directory.toString())).isEqualTo(jars);
            assertThat(probe(second, directory.toString())).isEqualTo(jars);
        }
    }

    private static WeakReference<ClassLoader> useOnce(ReferenceQueue<ClassLoader> collected) throws Exception {
        try (URLClassLoader loader = jobLoader()) {
            probe(loader);
            return new WeakReference<>(loader, collected);
        }
    }

    private static float[] probe(URLClassLoader loader) throws ReflectiveOperationException {
        return probe(loader, "");
    }

    @SuppressWarnings("unchecked")
    private static float[] probe(URLClassLoader loader, String directory) throws ReflectiveOperationException {
        Object probe = loader.loadClass(EmbeddingProbe.class.getName())
                .getConstructor()
                .newInstance();
        return ((Function<String, float[]>) probe).apply(directory);
    }

    private static URLClassLoader jobLoader() throws IOException {
        URL[] job = Stream.of(
                        OnnxEmbeddingProvider.class,
                        EmbeddingProbe.class,
                        EmbeddingModel.class,
                        OrtEnvironment.class,
                        TokenizersLibrary.class,
                        ObjectMapper.class,
                        JsonFactory.class,
                        JsonInclude.class,
                        Nullable.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        URL network = Objects.requireNonNull(ClassLoadersTest.class.getResource(
                ((ModelFiles.Resources) SentenceTransformer.ALL_MINILM_L6_V2.files()).network()));
        URL[] all = Stream.concat(
                        Stream.of(job), Stream.of(((JarURLConnection) network.openConnection()).getJarFileURL()))
                .toArray(URL[]::new);
        return new URLClassLoader(all, new LoggingOnly());
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

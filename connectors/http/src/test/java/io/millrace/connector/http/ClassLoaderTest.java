package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.http.stub.StubAnthropic;
import io.millrace.connector.http.stub.StubProvider;
import io.millrace.connector.http.stub.StubTei;
import io.millrace.connector.http.stub.StubTeiEmbed;
import java.io.File;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A job that ends takes its class loader along: a model that was used and closed holds none of its classes. */
class ClassLoaderTest {
    private static final int MOST_LOOKS = 120;
    private static final long LOOK_MILLIS = 500;

    @Test
    void aClosedRerankModelLetsItsClassLoaderGo() throws IOException, InterruptedException {
        letsItsClassLoaderGo(new StubTei(), "rerank");
    }

    @Test
    void aClosedEmbeddingModelLetsItsClassLoaderGo() throws IOException, InterruptedException {
        letsItsClassLoaderGo(new StubTeiEmbed(), "embedding");
    }

    @Test
    void aClosedChatModelThatStreamedLetsItsClassLoaderGo() throws IOException, InterruptedException {
        letsItsClassLoaderGo(new StubAnthropic(), "chat");
    }

    private static void letsItsClassLoaderGo(StubProvider server, String section)
            throws IOException, InterruptedException {
        ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
        WeakReference<ClassLoader> job;
        try (StubProvider stub = server) {
            job = runJob(section, stub.baseUrl(), gone);

            assertThat(stub.requests()).hasSize(1);
        }

        Reference<? extends ClassLoader> collected = null;
        for (int look = 0; look < MOST_LOOKS && collected == null; look++) {
            System.gc();
            collected = gone.remove(LOOK_MILLIS);
        }

        assertThat(collected).isSameAs(job);
    }

    /** Uses a model in a class loader and a thread of its own, as a cluster does, and closes both. */
    private static WeakReference<ClassLoader> runJob(String section, URI server, ReferenceQueue<ClassLoader> gone)
            throws IOException, InterruptedException {
        try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Thread task = new Thread(() -> use(loader, section, server), "task");
            task.setContextClassLoader(loader);
            task.start();
            task.join();
            return new WeakReference<>(loader, gone);
        }
    }

    @SuppressWarnings("unchecked")
    private static void use(ClassLoader loader, String section, URI server) {
        try {
            ((BiConsumer<String, URI>) loader.loadClass(OneCall.class.getName())
                            .getDeclaredConstructor()
                            .newInstance())
                    .accept(section, server);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the job could not be loaded", e);
        }
    }

    private static URL[] classPath() {
        return Stream.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
                .map(ClassLoaderTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String path) {
        try {
            return new File(path).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}

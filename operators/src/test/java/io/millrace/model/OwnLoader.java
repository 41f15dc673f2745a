package io.millrace.model;

import java.io.File;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Runs a job's code as a cluster does, in a class loader and a thread of its own, and sees whether the loader goes after. */
public final class OwnLoader {
    private static final int MOST_LOOKS = 120;
    private static final long LOOK_MILLIS = 500;

    private OwnLoader() {}

    /**
     * Whether nothing held the loader once the job was over.
     *
     * @param job a public class with a public constructor without arguments, which opens, uses and closes a model
     * @param server what it is given
     */
    public static boolean isCollectedAfter(Class<? extends Consumer<URI>> job, URI server)
            throws IOException, InterruptedException {
        // A cluster's logging was there before the job: begun within it, it would keep the job's thread's loader.
        LoggerFactory.getLogger(OwnLoader.class).debug("A job is run");
        ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
        WeakReference<ClassLoader> loader = run(job.getName(), server, gone);
        Reference<? extends ClassLoader> collected = null;
        for (int look = 0; look < MOST_LOOKS && collected == null; look++) {
            System.gc();
            collected = gone.remove(LOOK_MILLIS);
        }
        return loader.refersTo(null) && collected != null;
    }

    private static WeakReference<ClassLoader> run(String job, URI server, ReferenceQueue<ClassLoader> gone)
            throws IOException, InterruptedException {
        try (URLClassLoader loader = new URLClassLoader(classPath(), new Cluster())) {
            Thread task = new Thread(() -> use(loader, job, server), "task");
            task.setContextClassLoader(loader);
            task.start();
            task.join();
            return new WeakReference<>(loader, gone);
        }
    }

    /** What a job finds in the cluster's class path before its own: Java, and the logging, which outlives every job. */
    private static final class Cluster extends ClassLoader {
        private static final List<String> LOGGING = List.of("org.slf4j.", "org.apache.logging.", "org.apache.log4j.");

        Cluster() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (LOGGING.stream().anyMatch(name::startsWith)) {
                return OwnLoader.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }

    @SuppressWarnings("unchecked")
    private static void use(ClassLoader loader, String job, URI server) {
        try {
            ((Consumer<URI>) loader.loadClass(job).getDeclaredConstructor().newInstance()).accept(server);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the job could not be loaded", e);
        }
    }

    private static URL[] classPath() {
        return Stream.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
                .map(OwnLoader::url)
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

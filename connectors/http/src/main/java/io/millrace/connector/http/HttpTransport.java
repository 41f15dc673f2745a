package io.millrace.connector.http;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The HTTP client of one model, with its threads and connections; as many calls are in flight as are made. */
final class HttpTransport implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool(new DaemonThreads());
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, new DaemonThreads());
    /** Let go when closed: before Java 21 a client can't be closed, and ends once nobody holds it. */
    private volatile @Nullable HttpClient client;

    HttpTransport(Duration connectTimeout) {
        timer.setRemoveOnCancelPolicy(true);
        Thread caller = Thread.currentThread();
        ClassLoader before = caller.getContextClassLoader();
        // The client's own thread outlives it for a moment, and would hold the job's class loader by inheritance.
        caller.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            client = HttpClient.newBuilder()
                    .executor(threads)
                    .connectTimeout(connectTimeout)
                    // HTTP/2 has one connection, whose server caps the calls on it, and the client fails what is over
                    // the cap. Asked for without TLS, it sends an upgrade that not every server bears.
                    .version(Version.HTTP_1_1)
                    // Texts go to the configured address only; a redirect is reported instead.
                    .followRedirects(Redirect.NEVER)
                    .build();
        } finally {
            caller.setContextClassLoader(before);
        }
    }

    /**
     * The answer, with as much of its body as the handler waits for. Cancelling the future closes the call's connection;
     * no stage that depends on it does.
     */
    <B> CompletableFuture<HttpResponse<B>> send(HttpRequest request, BodyHandler<B> body) {
        HttpClient open = client;
        return open == null
                ? CompletableFuture.failedFuture(new IllegalStateException("closed"))
                : open.sendAsync(request, body);
    }

    /** Where replies are read and callbacks run: never the caller's thread, which may be a task's own. */
    ExecutorService threads() {
        return threads;
    }

    /**
     * Runs the task on one of this transport's threads after a time, unless what is returned is cancelled before. Not a
     * future's own timeout: the thread behind those is the JVM's, and holds the class loader of whoever is first.
     */
    Future<?> after(Duration time, Runnable task) {
        return timer.schedule(() -> threads.execute(task), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        client = null;
        timer.shutdownNow();
        threads.shutdown();
    }

    private static final class DaemonThreads implements ThreadFactory {
        private final AtomicInteger numbers = new AtomicInteger();

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(task, "model-http-" + numbers.incrementAndGet());
            thread.setDaemon(true);
            // The first caller may be a pool's thread with another loader; these threads run this jar's classes.
            thread.setContextClassLoader(HttpTransport.class.getClassLoader());
            return thread;
        }
    }
}

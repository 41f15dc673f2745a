package io.millrace.connector.openai;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * The HTTP client of one model, with its threads and connections. The SDK's own would hold no more than 64 calls in
 * flight; how many there are is the caller's choice here.
 */
final class HttpTransport implements AutoCloseable {
    private static final int LEAST_CALLS = 512;
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newCachedThreadPool(new DaemonThreads());
    private final AbandonableCalls calls = new AbandonableCalls();
    private final OkHttpClient client;

    /**
     * @param concurrency calls that may be in flight
     * @param timeout of connecting and of a call as a whole
     */
    HttpTransport(int concurrency, Duration timeout) {
        int most = Math.max(concurrency, LEAST_CALLS);
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(most);
        dispatcher.setMaxRequestsPerHost(most);
        client = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .socketFactory(new PromptSockets())
                .connectionPool(new ConnectionPool(most, KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS))
                .addInterceptor(calls)
                .connectTimeout(timeout)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .callTimeout(timeout)
                // Texts go to the configured address only; a redirect is reported instead.
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
    }

    OkHttpClient client() {
        return client;
    }

    AbandonableCalls calls() {
        return calls;
    }

    /** Where replies are read and callbacks run: never the caller's thread, which may be a task's own. */
    ExecutorService threads() {
        return threads;
    }

    /** Gives up what is in flight. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        threads.shutdown();
        client.connectionPool().evictAll();
    }

    private static final class DaemonThreads implements ThreadFactory {
        private final AtomicInteger numbers = new AtomicInteger();

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(task, "openai-http-" + numbers.incrementAndGet());
            thread.setDaemon(true);
            // The first caller may be a pool's thread with another loader; these threads run this jar's classes.
            thread.setContextClassLoader(HttpTransport.class.getClassLoader());
            return thread;
        }
    }
}

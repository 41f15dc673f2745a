package io.millrace.connector.bedrock;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A model's own threads, as many as its calls take. */
final class DaemonThreads implements AutoCloseable {
    private final AtomicInteger numbers = new AtomicInteger();
    private final ExecutorService executor = Executors.newCachedThreadPool(this::thread);

    ExecutorService executor() {
        return executor;
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "bedrock-" + numbers.incrementAndGet());
        thread.setDaemon(true);
        // The first caller may be a pool's thread with another loader; these threads run this jar's classes.
        thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
        return thread;
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}

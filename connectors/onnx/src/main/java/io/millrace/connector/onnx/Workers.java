package io.millrace.connector.onnx;

import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that a session is used on, which take {@link Step}s. The last to end closes the session. */
final class Workers extends ThreadPoolExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    // A run lasts a second or two at most, even on one processor.
    private static final long LONGEST_RUN_SECONDS = 30;

    private final TransformerSession session;

    /** So many of them, each started when there is first something for it to do. */
    Workers(String name, int count, TransformerSession session) {
        super(count, count, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), threads(name));
        this.session = session;
    }

    private static ThreadFactory threads(String name) {
        var numbers = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + numbers.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Ends the threads once their steps are done. Waits for them, unless interrupted: they end in any case. */
    void finish() {
        shutdown();
        try {
            if (!awaitTermination(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "A run of an embedding model goes on after {} s; its session is closed when it ends",
                        LONGEST_RUN_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void terminated() {
        session.close();
    }
}

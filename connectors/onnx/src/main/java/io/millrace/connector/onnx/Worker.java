package io.millrace.connector.onnx;

import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that a session is used on, which takes {@link Step}s and at its end closes the session. */
final class Worker extends ThreadPoolExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    // A run lasts a second or two at most, even on one processor.
    private static final long LONGEST_RUN_SECONDS = 30;

    private final TransformerSession session;

    Worker(String name, TransformerSession session) {
        super(1, 1, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        this.session = session;
    }

    /** Ends the thread once its steps are done. Waits for it, unless interrupted: it ends in any case. */
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

package io.millrace.local.command;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was started, last first, once: at the end of a command or on Ctrl-C, whichever comes first. */
final class Shutdown implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::closeAll, "shutdown");
    private boolean closing;

    Shutdown() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Will be closed; at once when the end has begun. */
    synchronized <T extends AutoCloseable> T add(T resource) {
        if (closing) {
            closeQuietly(resource);
        } else {
            started.push(resource);
        }
        return resource;
    }

    /** Waits until Ctrl-C. */
    void await() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("The JVM is going down already", e);
        }
    }

    private void closeAll() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        for (@Nullable AutoCloseable next = pop(); next != null; next = pop()) {
            closeQuietly(next);
        }
        closed.countDown();
    }

    private synchronized @Nullable AutoCloseable pop() {
        return started.poll();
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("Couldn't close {}: {}", resource.getClass().getSimpleName(), e.toString());
        }
    }
}

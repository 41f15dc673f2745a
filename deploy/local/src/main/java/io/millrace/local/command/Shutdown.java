package io.millrace.local.command;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was started, last first, once: at the end of a command or on Ctrl-C, whichever comes first. */
final class Shutdown implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    /** On Ctrl-C. What isn't closed by then is ended as by a power cut, which all of it survives. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A JVM goes down once, so once for all. */
    private static volatile boolean signalled;

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onSignal, "shutdown");
    private boolean closing;

    Shutdown() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the end came from outside: what fails from now on fails because of it. */
    static boolean isSignalled() {
        return signalled;
    }

    /** Will be closed; at once when the end has begun. */
    <T extends AutoCloseable> T add(T resource) {
        if (!push(resource)) {
            closeQuietly(resource);
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

    private void onSignal() {
        signalled = true;
        System.err.printf("%nStopping.%n");
        Thread closer = new Thread(this::closeAll, "closer");
        closer.setDaemon(true);
        closer.start();
        try {
            if (!closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn(
                        "Not everything stopped within {} s; the next start takes care of the rest",
                        PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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

    private synchronized boolean push(AutoCloseable resource) {
        if (closing) {
            return false;
        }
        started.push(resource);
        return true;
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

package io.millrace.connector.files.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a process's standard error to its end, so that the process never waits for a reader, and keeps the last of it.
 * Read on one thread, asked by another.
 */
final class StandardErrorTail implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StandardErrorTail.class);
    private static final int KEPT_BYTES = 2048;

    private final InputStream stream;
    private final CountDownLatch ended = new CountDownLatch(1);
    private byte[] kept = new byte[0];

    StandardErrorTail(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[KEPT_BYTES];
        try (stream) {
            int read = stream.read(buffer);
            while (read >= 0) {
                keep(buffer, read);
                read = stream.read(buffer);
            }
        } catch (IOException e) {
            byte[] message = ("standard error broke off: " + e.getMessage()).getBytes(StandardCharsets.UTF_8);
            keep(message, message.length);
        } finally {
            ended.countDown();
        }
    }

    /** Waits until all of it has been read, but only so long: then what has come is all there is. */
    void awaitEnd(Duration longest) throws InterruptedException {
        if (!ended.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("Standard error goes on after its process ended");
        }
    }

    /** What was written last, on one line. Only of a worker that has parsed nothing is it sure to hold no text. */
    synchronized String text() {
        return new String(kept, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
    }

    private synchronized void keep(byte[] bytes, int length) {
        byte[] joined = Arrays.copyOf(kept, kept.length + length);
        System.arraycopy(bytes, 0, joined, kept.length, length);
        kept = Arrays.copyOfRange(joined, Math.max(0, joined.length - KEPT_BYTES), joined.length);
    }
}

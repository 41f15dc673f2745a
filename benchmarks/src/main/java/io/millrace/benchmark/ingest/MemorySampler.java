package io.millrace.benchmark.ingest;

import io.millrace.benchmark.process.MemorySample;
import io.millrace.benchmark.server.StubTotals;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Takes samples of this JVM's memory whenever the stub has answered another part of a corpus. */
final class MemorySampler implements AutoCloseable {
    private static final long LOOKS_MILLIS = 200;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final URI provider;
    private final long step;
    // Guarded by itself.
    private final List<MemorySample> samples = new ArrayList<>();

    /** Samples each time that so many texts more are done. */
    MemorySampler(URI provider, long step) {
        this.provider = provider;
        this.step = step;
        var unused = timer.scheduleWithFixedDelay(this::look, 0, LOOKS_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What there is so far. */
    List<MemorySample> samples() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }

    private void look() {
        try {
            long done = StubTotals.of(provider).inputs();
            synchronized (samples) {
                if (done >= step * (samples.size() + 1)) {
                    samples.add(MemorySample.take(done));
                }
            }
        } catch (IOException e) {
            System.err.println("The stub can't be asked: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

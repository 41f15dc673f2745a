package io.millrace.benchmark.ingest.system;

import io.qdrant.client.grpc.Points.PointStruct;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Writes points as soon as there are enough of them, beside those who bring them. Safe for use by many threads. */
final class WriteBuffer implements AutoCloseable {
    /** Points in a write, as {@code qdrant.write-batch} has it by default. */
    static final int POINTS = 256;

    private static final int WRITES_IN_FLIGHT = 2;

    private final PlainStore store;
    private final String collection;
    private final ExecutorService writers = Executors.newFixedThreadPool(WRITES_IN_FLIGHT);
    private final Semaphore free = new Semaphore(2 * WRITES_IN_FLIGHT);

    // Guarded by this.
    private final List<Future<?>> writes = new ArrayList<>();
    private List<PointStruct> waiting = new ArrayList<>();

    WriteBuffer(PlainStore store, String collection) {
        this.store = store;
        this.collection = collection;
    }

    /** Takes points; blocks while too many writes wait. */
    void add(List<PointStruct> points) throws InterruptedException {
        List<PointStruct> full = null;
        synchronized (this) {
            waiting.addAll(points);
            if (waiting.size() >= POINTS) {
                full = waiting;
                waiting = new ArrayList<>();
            }
        }
        if (full != null) {
            write(full);
        }
    }

    /** Writes what is left, and waits until all is written; fails as a write did. */
    void finish() throws ExecutionException, InterruptedException {
        List<PointStruct> rest;
        synchronized (this) {
            rest = waiting;
            waiting = new ArrayList<>();
        }
        if (!rest.isEmpty()) {
            write(rest);
        }
        List<Future<?>> all;
        synchronized (this) {
            all = List.copyOf(writes);
        }
        for (Future<?> write : all) {
            write.get();
        }
    }

    private void write(List<PointStruct> points) throws InterruptedException {
        free.acquire();
        Future<?> write = writers.submit(() -> {
            try {
                store.write(collection, points);
            } finally {
                free.release();
            }
            return null;
        });
        synchronized (this) {
            writes.add(write);
        }
    }

    @Override
    public void close() {
        writers.shutdownNow();
    }
}

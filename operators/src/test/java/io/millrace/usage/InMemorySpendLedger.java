package io.millrace.usage;

import io.millrace.failure.TransientException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A ledger in this JVM, shared by those who open it; it fails when it is told to. */
public final class InMemorySpendLedger implements SpendLedger {
    private final Map<String, Entry> entries;
    private final AtomicInteger failures = new AtomicInteger();

    private record Entry(Budget.Window window, long nanos) {}

    private InMemorySpendLedger(Map<String, Entry> entries) {
        this.entries = entries;
    }

    public InMemorySpendLedger() {
        this(new ConcurrentHashMap<>());
    }

    /** As another that writes to the same one sees it. */
    public InMemorySpendLedger another() {
        return new InMemorySpendLedger(entries);
    }

    /** The next calls fail in passing; writes take place all the same. */
    void fail(int calls) {
        failures.set(calls);
    }

    @Override
    public CompletableFuture<Void> write(String owner, Budget.Window window, long nanos) {
        entries.put(owner, new Entry(window, nanos));
        return done(owner).thenAccept(written -> {});
    }

    @Override
    public CompletableFuture<Map<String, Long>> read(Budget.Window window) {
        Map<String, Long> totals = new HashMap<>();
        entries.forEach((owner, entry) -> {
            if (entry.window().equals(window)) {
                totals.put(owner, entry.nanos());
            }
        });
        return done(totals);
    }

    @Override
    public CompletableFuture<Void> forget(Instant ended) {
        entries.values().removeIf(entry -> entry.window().end().isBefore(ended));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}

    private <T> CompletableFuture<T> done(T value) {
        return failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                ? CompletableFuture.failedFuture(new TransientException("down", "the ledger is down", null))
                : CompletableFuture.completedFuture(value);
    }
}

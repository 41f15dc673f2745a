package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done for collections beside requests, on one thread: commits when a log has grown or writing has paused, and
 * graphs when writing has paused or many points wait for one.
 */
public final class Housekeeping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    /** Rounds without a write after which writing counts as paused. */
    private static final int PAUSE = 4;

    private static final long MOST_LOG_BYTES = 64L << 20;
    /** So many points wait for a graph that it is built while writes go on. */
    private static final int MOST_WAITING_POINTS = 50_000;
    /** Points that are written between two counts of them while writes go on. */
    private static final int COUNTING = 5_000;

    private final Store store;
    private final ScheduledExecutorService thread;
    private final Map<Collection, Progress> progress = new HashMap<>();
    private @Nullable ScheduledFuture<?> rounds;

    private record Progress(long lastNumber, int quietRounds) {}

    public Housekeeping(Store store) {
        this.store = store;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "embedded-qdrant-housekeeping");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    public void start() {
        rounds = thread.scheduleWithFixedDelay(
                this::round, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void round() {
        progress.keySet().retainAll(store.collections());
        for (Collection collection : store.collections()) {
            try {
                attend(collection);
            } catch (IOException | RuntimeException e) {
                // The next round tries again; a request that needs the same disk reports its own failure.
                LOG.warn("Housekeeping of the collection in {}: {}", collection.directory(), e.toString());
            }
        }
    }

    private void attend(Collection collection) throws IOException {
        long number = collection.lastNumber();
        Progress before = progress.getOrDefault(collection, new Progress(-1, 0));
        int quiet = before.lastNumber() == number ? before.quietRounds() + 1 : 0;
        progress.put(collection, new Progress(number, quiet));
        if (collection.uncommittedBytes() > (quiet >= PAUSE ? 0 : MOST_LOG_BYTES)) {
            collection.commit();
        }
        if (quiet > 0) {
            collection.showMerges();
        }
        if ((quiet > 0 && quiet % PAUSE == 0)
                || (quiet == 0 && collection.hasWritten(COUNTING) && manyWait(collection))) {
            collection.buildGraphs();
        }
    }

    private static boolean manyWait(Collection collection) {
        try (View view = collection.view()) {
            return view.size() - PointIndex.pointsWithGraph(view) > MOST_WAITING_POINTS;
        }
    }

    /** Stops and waits for a round in progress. */
    @Override
    public void close() {
        if (rounds != null) {
            rounds.cancel(false);
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.warn("Housekeeping did not end within a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
